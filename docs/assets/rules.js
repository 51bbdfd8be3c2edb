// Filters over the table of rules. Without this script the whole table is shown.
document.addEventListener("DOMContentLoaded", () => {
  const table = [...document.querySelectorAll("article table")].find(
    (each) => each.tHead?.rows[0]?.cells[0]?.textContent === "Rule",
  );
  if (!table) return;
  const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  const chosen = new Map();
  const bar = document.createElement("div");
  bar.className = "rule-filters";
  const count = document.createElement("p");
  count.className = "rule-count";
  count.setAttribute("role", "status");

  const add = (title, control) => {
    const label = document.createElement("label");
    label.append(title, control);
    bar.append(label);
  };
  const words = (cell) => cell.textContent.split(/, | or /);
  const show = () => {
    let shown = 0;
    for (const row of rows) {
      const fits = [...chosen].every(([column, word]) =>
        column === "text"
          ? row.textContent.toLowerCase().includes(word)
          : words(row.cells[column]).includes(word),
      );
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${rows.length} rules`;
  };
  const choose = (column, word) => {
    word ? chosen.set(column, word) : chosen.delete(column);
    show();
  };

  const text = document.createElement("input");
  text.type = "search";
  text.addEventListener("input", () => choose("text", text.value.trim().toLowerCase()));
  add("Text", text);
  for (const title of ["Group", "Severity", "Certainty", "Profiles"]) {
    const column = headings.indexOf(title);
    const select = document.createElement("select");
    select.append(new Option("all", ""));
    for (const word of [...new Set(rows.flatMap((row) => words(row.cells[column])))].sort())
      select.append(new Option(word, word));
    select.addEventListener("change", () => choose(column, select.value));
    add(title, select);
  }
  (table.closest(".md-typeset__scrollwrap") ?? table).before(bar, count);
  show();
});
