// 上车: every tick is written into this phone first, then sent when there is a line, as often as needed; the service knows each by device and number.
const root = document.getElementById("board");
const trip = root.dataset.trip;
const el = (id) => document.getElementById(id);
const KEY = `lxq/${trip}/`;
const UNDO = 4000; // milliseconds in which a tick can be taken back
const EVERY = 5000;
const BATCH = 200;
const SIGNED_OUT = "登录过期了。勾的都在手机里, 请重新登录再回到这一页。";
const device = deviceName();
let number = 0;
let list = null;
let fast = Number(localStorage.getItem("lxq-fast") || 0); // seconds this clock is ahead
let online = true;
let sending = false;
let problem = "";

// A name for this phone and this opening of the page: two tabs never give one number twice.
function deviceName() {
  const random = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
  if (!localStorage.getItem("lxq-device")) localStorage.setItem("lxq-device", random(6));
  return `${localStorage.getItem("lxq-device")}-${random(4)}`;
}

function waiting() {
  return Object.keys(localStorage).filter((key) => key.startsWith(KEY)).map((key) => ({ key, ...JSON.parse(localStorage.getItem(key)) }))
    .sort((a, b) => a.at.localeCompare(b.at) || a.number - b.number);
}

function make(tag, text, name) {
  const one = document.createElement(tag);
  if (text) one.textContent = text;
  if (name) one.className = name;
  return one;
}

function tell(text, good) {
  el("told").textContent = text;
  el("told").className = `told ${good ? "good" : "bad"}`;
  if (navigator.vibrate) navigator.vibrate(good ? 60 : [120, 60, 120]);
}

const here = () => Number(el("stop").value) || 0;
const same = (rider, scan) => scan.booking === rider.booking && (scan.place === null || scan.place === rider.place);

// What the service said, and over it what this phone has not sent yet.
function state(rider, ticks) {
  const own = ticks.filter((scan) => same(rider, scan));
  if (!own.length) return rider.state;
  return own.some((scan) => scan.kind === "alight") ? "arrived" : "boarded";
}

function tick(rider, kind) {
  const scan = { device, number: number++, booking: rider.booking, place: rider.place, kind, stop: here(), at: new Date().toISOString(), clock_error: fast };
  localStorage.setItem(`${KEY}${device}/${scan.number}`, JSON.stringify(scan));
  tell(`${rider.unit}-${rider.seat} ${rider.name} ${kind === "board" ? "上车" : "下车"}`, true);
  draw();
}

function takeBack(rider) {
  const mine = waiting().filter((scan) => same(rider, scan) && Date.now() - Date.parse(scan.at) < UNDO);
  for (const scan of mine) localStorage.removeItem(scan.key);
  draw();
}

function line(rider, ticks, kind) {
  const now = state(rider, ticks);
  const done = kind === "board" ? now === "boarded" || now === "arrived" : now === "arrived";
  const item = make("li", "", done ? "boarded" : now === "gone" ? "gone" : "");
  item.id = `rider-${rider.booking}-${rider.place}`;
  item.append(make("span", rider.unit > 1 || list.riders.some((one) => one.unit > 1) ? `${rider.unit}-${rider.seat}` : String(rider.seat), "at"));
  const who = make("div");
  who.append(make("span", rider.name, "name"), make("span", `证件尾号 ${rider.identity_tail || "未登记"} · 到${list.trip.stops[rider.alight].name}`, "quiet"));
  item.append(who, deed(rider, ticks, kind, done));
  return item;
}

function deed(rider, ticks, kind, done) {
  const word = kind === "board" ? "上车" : "下车";
  const undo = done && ticks.some((scan) => same(rider, scan) && Date.now() - Date.parse(scan.at) < UNDO);
  if (done && !undo) return make("strong", `✓ 已${word}`);
  const button = make("button", undo ? "撤回" : word, `btn ${undo ? "btn-plain" : "btn-main"}`);
  button.type = "button";
  button.setAttribute("aria-label", `${rider.name} ${undo ? "撤回" : word}`);
  button.addEventListener("click", () => (undo ? takeBack(rider) : tick(rider, kind)));
  return button;
}

function fill(id, items, none) {
  el(id).replaceChildren(...(items.length ? items : [make("li", none, "none")]));
}

function draw() {
  const ticks = waiting();
  drawNet(ticks);
  if (!list) return;
  const focus = document.activeElement && document.activeElement.closest(".riders li");
  const stop = here();
  const due = list.riders.filter((rider) => rider.board === stop);
  const off = list.riders.filter((rider) => rider.alight === stop && ["boarded", "arrived"].includes(state(rider, ticks)));
  const order = (rider) => (state(rider, ticks) === "due" ? 0 : 1);
  fill("due", [...due].sort((a, b) => order(a) - order(b) || a.unit - b.unit || a.seat - b.seat).map((rider) => line(rider, ticks, "board")), "这一站没有人上车。");
  fill("off", off.map((rider) => line(rider, ticks, "alight")), "这一站没有人下车。");
  fill("rest", list.riders.filter((rider) => !due.includes(rider)).map((rider) => line(rider, ticks, "board")), "没有别的人。");
  drawCount(due, ticks);
  if (focus && el(focus.id)) (el(focus.id).querySelector("button") || el("code")).focus({ preventScroll: true });
}

function drawCount(due, ticks) {
  const on = due.filter((rider) => ["boarded", "arrived"].includes(state(rider, ticks))).length;
  const aboard = list.riders.filter((rider) => state(rider, ticks) === "boarded").length;
  const parts = [["应上", due.length, ""], ["已上", on, ""], ["还差", due.length - on, due.length > on ? "short" : ""], ["车上", aboard, ""]];
  el("count").replaceChildren(...parts.map(([word, many, name]) => {
    const part = make("span", `${word} `, name);
    part.append(make("strong", String(many)), " 人");
    return part;
  }));
}

function drawNet(ticks) {
  const net = el("net");
  const many = ticks.length + leftStops().length;
  const kept = many ? `${many} 条记在手机里` : "全部传好";
  net.textContent = problem || (online ? (many ? `有信号, ${kept}, 正在传` : `有信号, ${kept}`) : `没信号, ${many ? kept + ", 有信号自动传" : "照样点名"}`);
  net.className = `net${online && !problem ? (many ? " wait" : "") : " off"}`;
}

// Whether it came from the service, not out of what this phone keeps.
async function fetchList() {
  const answer = await fetch(root.dataset.list, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.redirected ? "signed out" : String(answer.status));
  list = await answer.json();
  const stop = el("stop");
  if (stop.options.length !== list.trip.stops.length || !stop.dataset.filled) {
    stop.replaceChildren(...list.trip.stops.map((one, n) => new Option(`${one.clock} ${one.name}`, n)));
    stop.value = String(Math.min(passed(), list.trip.stops.length - 1));
    stop.dataset.filled = "yes";
  }
  return !answer.headers.has("X-Kept");
}

// The list as it is now, from the service where there is a line. A kept list has an old time in it, so the clock is compared only when it is new.
async function refresh() {
  const before = list && list.now;
  try {
    online = (await fetchList()) && navigator.onLine;
    problem = "";
  } catch (error) {
    online = false;
    problem = error.message === "signed out" ? SIGNED_OUT : "";
  }
  if (list && online && list.now !== before) {
    fast = Math.round((Date.now() - Date.parse(list.now)) / 100) / 10;
    if (Math.abs(fast) > 604800) fast = 0;
    localStorage.setItem("lxq-fast", String(fast));
  }
  draw();
}

async function post(url, body) {
  return fetch(url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": list.token }, body: JSON.stringify(body) });
}

async function send() {
  if (sending || !list) { draw(); return; }
  sending = true;
  try {
    if (await sendTicks()) await refresh();
    while (await sendLeft()) await refresh();
  } catch (error) {
    online = false;
  } finally {
    sending = false;
    draw();
  }
}

// Ticks that can no longer be taken back. Whether there were any.
async function sendTicks() {
  const ready = waiting().filter((scan) => Date.now() - Date.parse(scan.at) >= UNDO).slice(0, BATCH);
  if (!ready.length) return false;
  const answer = await post(root.dataset.scans, { scans: ready.map(({ key, ...scan }) => scan) });
  if (answer.ok) {
    online = true;
    for (const scan of ready) localStorage.removeItem(scan.key);
    const { refused } = await answer.json();
    if (refused.length) tell(`有 ${refused.length} 条没收: ${refused[0].reason}`, false);
  } else if (answer.status === 401 || answer.status === 400) {
    problem = SIGNED_OUT;
  }
  return true;
}

// A code of a slip, the number on a card, a seat, a name: whoever it fits.
function matches(text) {
  const slip = /^LXQ1\.(b[0-9a-z]{13})\.(\d{1,2})\./.exec(text);
  if (slip) return list.riders.filter((one) => one.booking === slip[1] && one.place === Number(slip[2]));
  const folded = text.toUpperCase();
  if (/^\d{17}[\dX]$/.test(folded)) return list.riders.filter((one) => one.identity_tail && one.identity_tail.toUpperCase() === folded.slice(-4));
  if (/^\d{1,3}$/.test(folded)) return list.riders.filter((one) => String(one.seat) === String(Number(folded)));
  if (/^\d{3}[\dX]$/.test(folded)) return list.riders.filter((one) => (one.identity_tail || "").toUpperCase() === folded || one.phone.endsWith(folded));
  return list.riders.filter((one) => one.name.includes(text));
}

function read(text) {
  if (!list || !text) return;
  const found = matches(text);
  const sure = found.length === 1 && (/^LXQ1\./.test(text) || /^\d{17}[\dXx]$/.test(text));
  if (!found.length) { tell("名单上没有这个人, 请核对。", false); return; }
  if (sure) { arrive(found[0]); return; }
  show(found);
}

// Somebody stands at the door with slip or card: on, where they are not on yet; off, where this is their stop.
function arrive(rider) {
  const now = state(rider, waiting());
  if (now === "due" || now === "gone") {
    const warn = rider.board !== here() ? `, 本该在${list.trip.stops[rider.board].name}上车` : "";
    tick(rider, "board");
    if (warn) tell(`${rider.name} 上车${warn}`, true);
  } else if (now === "boarded" && rider.alight === here()) tick(rider, "alight");
  else tell(`${rider.name} 已经${now === "arrived" ? "下车" : "上车"}了`, true);
}

function show(found) {
  for (const item of document.querySelectorAll(".riders li")) item.classList.remove("found");
  const item = el(`rider-${found[0].booking}-${found[0].place}`);
  if (!item) return;
  const fold = item.closest("details");
  if (fold) fold.open = true;
  for (const one of found) { const its = el(`rider-${one.booking}-${one.place}`); if (its) its.classList.add("found"); }
  item.scrollIntoView({ block: "center" });
  const button = item.querySelector("button");
  if (button) button.focus({ preventScroll: true });
  tell(found.length > 1 ? `有 ${found.length} 个人, 请看清再点` : `${found[0].name}, 核对后点“上车”`, true);
}

el("reader").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = el("code").value.trim();
  el("code").value = "";
  el("code").focus();
  read(text);
});

el("stop").addEventListener("change", draw);

beginLeaving();

el("forget").addEventListener("click", async () => {
  if (waiting().length || leftStops().length) { tell("还有没传的, 传完再清。", false); return; }
  await caches.delete("board");
  list = null;
  for (const id of ["due", "off", "rest"]) el(id).replaceChildren();
  tell("清掉了。", true);
});

// --- camera ---
function shut(word) {
  el("view").hidden = true;
  el("camera").textContent = "用摄像头扫";
  if (word) tell(word, false);
}
if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
  el("camera").hidden = false;
  el("camera").addEventListener("click", () => {
    if (!el("view").hidden) { shut(""); return; }
    el("camera").textContent = "关掉摄像头";
    watchCamera(el("view"), root.dataset.squares, read).catch(() => shut("摄像头打不开, 请用名单点名。"));
  });
}

// --- without a line ---
async function keep() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.here });
  if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  const parts = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.startsWith(location.origin));
  if (!("BarcodeDetector" in window)) parts.push(new URL(root.dataset.squares, location.href).href);
  await Promise.all([...new Set([location.href, new URL(root.dataset.list, location.href).href, ...parts])].filter((name) => !name.endsWith(root.dataset.worker)).map((name) => fetch(name)));
  root.dataset.kept = "yes";
}

window.addEventListener("online", () => { send(); });
window.addEventListener("offline", () => { online = false; draw(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
setInterval(() => (waiting().length || leftStops().length ? send() : refresh()), EVERY);
refresh().then(send);
keep().catch(() => {});
