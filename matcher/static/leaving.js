// 开车, in three taps: the button, how many heads were counted, 开车. It is kept in this phone like a tick, can be taken back for a while,
// works without a line, and goes out after the ticks that came before it: whoever is aboard must not count as missing.
const TAKE_BACK = 8000; // milliseconds

const leftKey = (stop) => `lxq-left/${trip}/${stop}`;

function leftStops() {
  return Object.keys(localStorage).filter((key) => key.startsWith(leftKey(""))).map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
    .sort((a, b) => a.stop - b.stop);
}

// Stops behind the vehicle, those that only this phone knows of among them.
const passed = () => Math.max(list.trip.passed, 0, ...leftStops().map((one) => one.stop + 1));

function missingHere() {
  const ticks = waiting();
  return list.riders.filter((rider) => rider.board >= passed() && rider.board <= here() && state(rider, ticks) === "due");
}

function aboard() {
  const ticks = waiting();
  return list.riders.filter((rider) => state(rider, ticks) === "boarded").length;
}

function askToLeave() {
  if (!list) return;
  if (here() >= list.trip.stops.length - 1) { sayGone("这是终点站。到“座位图”点“已到达”, 再填交接单。"); return; }
  if (here() < passed()) { sayGone(`${list.trip.stops[here()].name}已经开过了。`); return; }
  const missing = missingHere();
  const text = missing.length ? `还有 ${missing.length} 人没上: ${missing.map((one) => one.name).join("、")}。开车后他们算没来, 后面的座位放开。` : "这一站的人都上齐了。";
  el("sure-title").textContent = `${list.trip.stops[here()].name}, 开车?`;
  el("sure-text").textContent = text;
  el("heads-right").textContent = `正好 ${aboard()} 人`;
  el("sure-doubt").textContent = "";
  el("heads-form").reset();
  delete el("heads-form").dataset.doubted;
  el("sure").showModal();
}

// null: not counted, and said so. undefined: not answered yet.
function headsSaid() {
  const chosen = new FormData(el("heads-form")).get("heads");
  if (chosen === "right") return aboard();
  if (chosen === "none") return null;
  const typed = el("heads").value.trim();
  return chosen === "other" && /^\d{1,3}$/.test(typed) ? Number(typed) : undefined;
}

function doubt(text) {
  el("sure-doubt").textContent = text;
}

function leave(event) {
  event.preventDefault();
  const heads = headsSaid();
  if (heads === undefined) { doubt("先说车上数了几个人; 没数就点“没数”。"); return; }
  if (heads !== null && heads !== aboard() && el("heads-form").dataset.doubted !== String(heads)) {
    el("heads-form").dataset.doubted = String(heads);
    doubt(`数的 ${heads} 人, 名单上车上 ${aboard()} 人, 对不上。再数一遍; 就是这样, 再点一次“开车”。`);
    return;
  }
  const stop = here();
  const missed = missingHere().length;
  localStorage.setItem(leftKey(stop), JSON.stringify({ stop, heads, at: new Date().toISOString() }));
  el("sure").close();
  el("stop").value = String(Math.min(stop + 1, list.trip.stops.length - 1));
  sayGone(`${list.trip.stops[stop].name}开车了${heads === null ? ", 没数人" : `, 车上 ${heads} 人`}${missed ? `, ${missed} 人没来` : ""}。`, stop);
  draw();
  setTimeout(send, TAKE_BACK + 100);
}

// What happened at the foot of the page, where the thumb is; with a stop it can be taken back for a while.
function sayGone(text, stop) {
  const undo = el("gone-undo");
  el("gone").textContent = text;
  clearTimeout(Number(undo.dataset.timer));
  undo.hidden = stop === undefined;
  if (stop === undefined) return;
  undo.dataset.stop = String(stop);
  undo.dataset.timer = String(setTimeout(() => { undo.hidden = true; }, TAKE_BACK));
  undo.focus({ preventScroll: true });
}

function takeBackLeaving() {
  const stop = Number(el("gone-undo").dataset.stop);
  localStorage.removeItem(leftKey(stop));
  el("stop").value = String(stop);
  sayGone(`撤回了, 还在${list.trip.stops[stop].name}。`);
  draw();
  el("leave").focus({ preventScroll: true });
}

// The earliest stop that was left, once it cannot be taken back and every tick before it has gone out. Whether there may be another.
async function sendLeft() {
  const [first] = leftStops();
  if (!first || Date.now() - Date.parse(first.at) < TAKE_BACK || waiting().some((scan) => scan.at <= first.at)) return false;
  const at = new Date(Date.parse(first.at) - fast * 1000).toISOString();
  const answer = await post(root.dataset.leave.replace("/N/", `/${first.stop}/`), { heads: first.heads, skipped: first.heads === null, at });
  if (answer.ok) {
    const left = await answer.json();
    list.trip.passed = left.passed;
  } else if (answer.status === 401 || answer.status === 400) {
    problem = SIGNED_OUT;
    return false;
  } else if (answer.status >= 500) return false;
  else tell(`${list.trip.stops[first.stop].name}开车没有记成, 请到“座位图”看车次状态。`, false);
  localStorage.removeItem(first.key);
  return true;
}

function beginLeaving() {
  el("leave").addEventListener("click", askToLeave);
  el("sure-no").addEventListener("click", () => el("sure").close());
  el("heads-form").addEventListener("submit", leave);
  el("heads").addEventListener("focus", () => { el("heads-other").checked = true; });
  el("gone-undo").addEventListener("click", takeBackLeaving);
}
