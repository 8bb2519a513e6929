// Draws the charts of a page: a canvas with data-chart, the address that gives its data as JSON: labels, and sets
// of values that are stacked, each with the name of its colour in the styles. Drawn anew when the live part that
// data-source names has changed, and when the theme has.
const charts = new Map();
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];
function bytes(number) {
  let unit = 0;
  while (number >= 999.5 && unit + 1 < UNITS.length) {
    number /= 1000;
    unit++;
  }
  return (unit === 0 ? number : Number(number.toPrecision(3))) + " " + UNITS[unit];
}

function options(canvas) {
  const text = color("--pico-color");
  const grid = color("--pico-muted-border-color");
  const words = canvas.dataset.unit === "bytes" ? bytes : String;
  return {
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: "index", intersect: false },
    scales: {
      x: { stacked: true, ticks: { color: text, maxRotation: 45, autoSkipPadding: 12 }, grid: { display: false } },
      y: { stacked: true, beginAtZero: true, ticks: { color: text, callback: words }, grid: { color: grid } },
    },
    plugins: {
      legend: { labels: { color: text, boxWidth: 14 } },
      tooltip: { callbacks: { label: (one) => one.dataset.label + ": " + words(one.parsed.y) } },
    },
  };
}

async function draw(canvas) {
  try {
    const answer = await fetch(canvas.dataset.chart, { signal: AbortSignal.timeout(20000) });
    if (!answer.ok) return;
    const data = await answer.json();
    const datasets = data.sets.map((set) => ({
      label: set.label,
      data: set.values,
      backgroundColor: color("--edos-" + set.color) || set.color,
    }));
    charts.get(canvas)?.destroy();
    charts.set(canvas, new Chart(canvas, { type: "bar", data: { labels: data.labels, datasets }, options: options(canvas) }));
  } catch (problem) {
    if (problem.name === "TypeError" && typeof Chart === "undefined") throw problem;
    // The daemon is away: the next change draws it.
  }
}

const drawAll = () => document.querySelectorAll("canvas[data-chart]").forEach(draw);
document.addEventListener("edos:theme", drawAll);
document.addEventListener("edos:shown", (event) => {
  document.querySelectorAll("canvas[data-chart]").forEach((canvas) => {
    if (canvas.dataset.source === event.target.id) draw(canvas);
  });
});
drawAll();
