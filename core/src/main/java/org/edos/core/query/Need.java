package org.edos.core.query;

/** What a document must have for a query to match it, told without reading the whole query. */
sealed interface Need {
  /** Every document has it. */
  Need NOTHING = new Term(new Column.Always(), "", false);

  /** Whether a document has it. */
  boolean holds(Examined document);

  /** How many documents to expect that have it: the less the better to look queries up by. */
  int cost();

  /**
   * A text of a column.
   *
   * @param prefix whether the text may go on
   */
  record Term(Column column, String text, boolean prefix) implements Need {
    @Override
    public boolean holds(Examined document) {
      return prefix
          ? document.texts(column).stream().anyMatch(one -> one.startsWith(text))
          : document.texts(column).contains(text);
    }

    @Override
    public int cost() {
      int whole =
          switch (column) {
            case Column.Value value -> cost(value.field());
            case Column.Exact exact -> cost(exact.field());
            case Column.Word word ->
                word.field().kind() == Field.Kind.TOKENS ? 500 : 200 - Math.min(text.length(), 20);
            case Column.Text all -> 200 - Math.min(text.length(), 20);
            case Column.Always always -> 1000;
          };
      return prefix ? whole + (800 - Math.min(whole, 700)) / (1 + text.length()) : whole;
    }

    private static int cost(Field field) {
      return switch (field) {
        case ID, SHA256, FILE, PATH, MEMBER -> 1;
        case NAME, HOMEPAGE, SUMMARY, DESCRIPTION -> 10;
        case VERSION, SOURCE, SIZE, INSTALLED_SIZE, DATE -> 50;
        case REQUIRES,
            PRE_REQUIRES,
            RECOMMENDS,
            SUGGESTS,
            SUPPLEMENTS,
            ENHANCES,
            PROVIDES,
            CONFLICTS,
            BREAKS,
            REPLACES,
            OBSOLETES ->
            100;
        case MAINTAINER -> 300;
        case CATEGORY -> 400;
        case LICENSE -> 500;
        case ARCH, FORMAT, DISTRIBUTION, KIND, ESSENTIAL, MULTI_ARCH -> 700;
      };
    }
  }

  /**
   * A number or a date that lies so to a bound.
   *
   * @param most whether the bound is the greatest that is meant, else the least
   */
  record Range(Field field, boolean most, long bound) implements Need {
    @Override
    public boolean holds(Examined document) {
      var number = document.number(field);
      return number.isPresent()
          && (most ? number.getAsLong() <= bound : number.getAsLong() >= bound);
    }

    @Override
    public int cost() {
      return 800;
    }
  }
}
