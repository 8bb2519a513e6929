package org.edos.bench.index;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.FSDirectory;
import org.edos.core.metadata.Document;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Words;

/**
 * Lucene, with Edos's words: a field for each of the questions' fields, one for the words of name,
 * summary and description, and the document stored. It is durable by commit.
 */
final class LuceneSubject implements Subject {
  private static final String WORDS = "words";
  private static final List<Field> VALUES =
      List.of(Field.NAME, Field.ARCH, Field.CATEGORY, Field.REQUIRES);
  private static final int ALL = Integer.MAX_VALUE;

  private final Path directory;
  private final FSDirectory files;
  private DirectoryReader reader;

  LuceneSubject(Path directory) throws IOException {
    this.directory = directory;
    this.files = FSDirectory.open(directory);
    empty();
    this.reader = DirectoryReader.open(files);
  }

  private void empty() throws IOException {
    try (IndexWriter writer = new IndexWriter(files, settings())) {
      writer.commit();
    }
  }

  private static IndexWriterConfig settings() {
    return new IndexWriterConfig(new EdosWords())
        .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
        .setRAMBufferSizeMB(256);
  }

  @Override
  public void load(Documents documents) throws IOException {
    try (IndexWriter writer = new IndexWriter(files, settings())) {
      documents.forEach(document -> add(writer, document));
      writer.commit();
    }
    reader.close();
    reader = DirectoryReader.open(files);
  }

  private static void add(IndexWriter writer, Document document) {
    DocumentFields fields = DocumentFields.of(document);
    var entry = new org.apache.lucene.document.Document();
    entry.add(new StringField("id", document.id().toString(), Store.YES));
    entry.add(new StoredField("xml", document.xml()));
    for (Field field : VALUES) {
      for (String value : fields.values(field)) {
        entry.add(new StringField(field.toString(), Words.fold(value), Store.NO));
      }
    }
    for (Field field : List.of(Field.NAME, Field.SUMMARY, Field.DESCRIPTION)) {
      fields.values(field).forEach(text -> entry.add(new TextField(WORDS, text, Store.NO)));
    }
    fields
        .values(Field.SIZE)
        .forEach(size -> entry.add(new LongPoint(Field.SIZE.toString(), Long.parseLong(size))));
    try {
      writer.addDocument(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void clear() throws IOException {
    reader.close();
    try (Stream<Path> old = Files.list(directory)) {
      for (Path file : old.toList()) {
        Files.deleteIfExists(file);
      }
    }
    empty();
    reader = DirectoryReader.open(files);
  }

  @Override
  public Asking asking(Query question) {
    IndexSearcher searcher = new IndexSearcher(reader);
    return new Asking() {
      @Override
      public long count() throws IOException {
        TopDocs found = search(searcher, question, PAGE, ALL);
        for (ScoreDoc document : found.scoreDocs) {
          searcher.storedFields().document(document.doc);
        }
        return found.totalHits.value();
      }

      @Override
      public boolean first() throws IOException {
        TopDocs found = search(searcher, question, 1, 1);
        for (ScoreDoc document : found.scoreDocs) {
          searcher.storedFields().document(document.doc);
        }
        return found.scoreDocs.length > 0;
      }

      @Override
      public List<String> all() throws IOException {
        List<String> ids = new ArrayList<>();
        int most = Math.max(1, searcher.getIndexReader().maxDoc());
        for (ScoreDoc document : search(searcher, question, most, ALL).scoreDocs) {
          ids.add(searcher.storedFields().document(document.doc).get("id"));
        }
        return ids;
      }
    };
  }

  /** The first ones as they lie in the index, without a ranking, which would take more time. */
  private static TopDocs search(IndexSearcher searcher, Query question, int page, int counted)
      throws IOException {
    return searcher.search(
        translated(question), new TopFieldCollectorManager(Sort.INDEXORDER, page, null, counted));
  }

  private static org.apache.lucene.search.Query translated(Query question) {
    return switch (question) {
      case Query.All all -> MatchAllDocsQuery.INSTANCE;
      case Query.Text text -> new TermQuery(new Term(WORDS, text.words().getFirst()));
      case Query.Has has when has.prefix() ->
          new PrefixQuery(new Term(has.field().toString(), has.value()));
      case Query.Has has -> new TermQuery(new Term(has.field().toString(), has.value()));
      case Query.Compare compare -> {
        long bound = compare.interval().least();
        String field = compare.field().toString();
        yield compare.operator() == Query.Operator.LESS
            ? LongPoint.newRangeQuery(field, 0, bound - 1)
            : LongPoint.newRangeQuery(field, bound, Long.MAX_VALUE);
      }
      case Query.And and -> {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        and.all().forEach(part -> all.add(translated(part), Occur.FILTER));
        yield all.build();
      }
      default -> throw new IllegalArgumentException("not asked here: " + question);
    };
  }

  @Override
  public void close() throws IOException {
    reader.close();
    files.close();
  }

  /** Cuts texts into words as Edos does. */
  private static final class EdosWords extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      return new TokenStreamComponents(
          new Tokenizer() {
            private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
            private Iterator<String> words = List.<String>of().iterator();

            @Override
            public void reset() throws IOException {
              super.reset();
              words = Words.of(text(input)).iterator();
            }

            @Override
            public boolean incrementToken() {
              clearAttributes();
              if (!words.hasNext()) {
                return false;
              }
              term.append(words.next());
              return true;
            }
          });
    }

    private static String text(Reader reader) throws IOException {
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[1024];
      for (int read = reader.read(buffer); read > 0; read = reader.read(buffer)) {
        text.append(buffer, 0, read);
      }
      return text.toString();
    }
  }
}
