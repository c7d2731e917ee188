// The picture of the seats: arrow keys walk, Enter seats the next of the party. Without this file every free seat still works as a button for one.
const form = document.getElementById("book");
const wanted = Number(form ? form.dataset.party : 0);
const picked = [];

function cells(grid) {
  return [...grid.querySelectorAll("[role=row]")].map((row) => [...row.querySelectorAll(".seat")]);
}

function center(seat) {
  const box = seat.getBoundingClientRect();
  return box.left + box.width / 2;
}

// Up and down go to the seat that lies nearest in the next row, whatever the aisles; from one unit into the next at its ends.
function neighbour(seat, key) {
  const rows = [...document.querySelectorAll("[data-seats]")].flatMap(cells).filter((row) => row.length);
  const at = rows.findIndex((row) => row.includes(seat));
  const inRow = rows[at].indexOf(seat);
  if (key === "ArrowLeft") return rows[at][inRow - 1];
  if (key === "ArrowRight") return rows[at][inRow + 1];
  if (key === "Home") return rows[at][0];
  if (key === "End") return rows[at][rows[at].length - 1];
  const next = rows[at + (key === "ArrowDown" ? 1 : -1)];
  if (!next) return undefined;
  return next.reduce((best, one) => (Math.abs(center(one) - center(seat)) < Math.abs(center(best) - center(seat)) ? one : best));
}

function hold(seat) {
  for (const one of document.querySelectorAll("[data-seats] .seat")) one.tabIndex = one === seat ? 0 : -1;
}

function pick(seat) {
  const at = picked.indexOf(seat);
  if (at >= 0) picked.splice(at, 1);
  else if (picked.length < wanted) picked.push(seat);
  seat.classList.toggle("picked", picked.includes(seat));
  seat.setAttribute("aria-pressed", String(picked.includes(seat)));
  const places = form.querySelectorAll("[data-chosen]");
  places.forEach((place, n) => { place.textContent = picked[n] ? `${picked[n].dataset.seat.replace(".", "-")} 号` : ""; });
  const how = form.querySelector("[data-how]");
  if (how) how.textContent = picked.length ? `还要选 ${wanted - picked.length} 座, 选满就坐下。` : "在图上选座, 或者:";
  if (picked.length === wanted) seatThem();
}

function seatThem() {
  for (const seat of picked) {
    const chosen = document.createElement("input");
    chosen.type = "hidden";
    chosen.name = "seat";
    chosen.value = seat.dataset.seat;
    form.append(chosen);
  }
  form.requestSubmit();
}

for (const grid of document.querySelectorAll("[data-seats]")) {
  grid.addEventListener("keydown", (event) => {
    const seat = event.target.closest(".seat");
    if (!seat || !["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const next = neighbour(seat, event.key);
    if (next) { hold(next); next.focus(); }
  });
  grid.addEventListener("focusin", (event) => { if (event.target.matches(".seat")) hold(event.target); });
  grid.addEventListener("click", (event) => {
    const seat = event.target.closest("button.seat");
    if (!seat) return;
    event.preventDefault();
    if (wanted) pick(seat);
    else document.getElementById("who").focus();
  });
}
const first = document.querySelector("[data-seats] button.seat") || document.querySelector("[data-seats] .seat");
if (first) hold(first);
if (wanted && first && !document.querySelector("[autofocus]")) first.focus({ preventScroll: true });
for (const chooser of document.querySelectorAll("form[data-choose]")) chooser.addEventListener("change", () => chooser.requestSubmit());
