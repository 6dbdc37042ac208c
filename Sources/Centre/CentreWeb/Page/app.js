// The centre's page. It uses the public API alone (docs/api.md). Whatever comes from the API becomes text, never HTML.
"use strict";

const words = {
  state: { online: ["Trực tuyến", "online"], offline: ["Mất kết nối", "offline"], stopping: ["Đã dừng", "stopped"], silent: ["Im lặng", "silent"], faulty: ["Có sự cố", "faulty"] },
  outcome: { planned: ["chờ phát", "planned"], running: ["đang phát", "running"], waiting: ["tạm ngưng", "pre-empted"], played: ["đã phát", "played"], partial: ["phát một phần", "partial"], missed: ["lỡ", "missed"], lost: ["bị thay", "lost"], quiet_hours: ["giờ yên tĩnh", "quiet hours"], failed: ["hỏng", "failed"], cancelled: ["bị hủy", "cancelled"], unheard: ["chưa có báo cáo", "no report"] },
  event: { started: ["bắt đầu", "started"], preempted: ["bị ngắt", "pre-empted"], resumed: ["phát tiếp", "resumed"], ended: ["kết thúc", "ended"] },
  class: { normal: ["thông thường", "normal"], priority: ["ưu tiên", "priority"], emergency: ["khẩn cấp", "emergency"] },
  output: { asleep: ["loa nghỉ", "asleep"], awake: ["loa sẵn sàng", "awake"], playing: ["đang phát", "playing"], unavailable: ["hỏng ngõ ra", "output unavailable"] },
  order: { schedule: ["lịch phát", "schedule"], alert: ["cảnh báo khẩn cấp", "alert"], cancel: ["lệnh hủy", "cancel"], command: ["lệnh điều khiển", "command"] },
  answer: { accepted: ["đã nhận", "accepted"], refused: ["từ chối", "refused"] },
  fault: {
    order_refused: "lệnh bị từ chối", clock_not_synchronised: "đồng hồ chưa đúng", output_unavailable: "không mở được card âm thanh",
    output_underrun: "âm thanh bị đứt", output_volume: "không đặt được âm lượng", amplifier_unavailable: "không bật được tăng âm", amplifier_on_too_long: "tăng âm bật quá lâu",
    speaker_not_heard: "không nghe thấy loa", speaker_weak: "loa nhỏ tiếng", speaker_band_missing: "loa mất dải âm",
    microphone_unavailable: "không mở được micrô", microphone_silent: "micrô không có tiếng",
    media_missing: "thiếu tệp", media_refused: "tệp sai", media_unreadable: "tệp không đọc được",
    media_quota: "hết chỗ cho tệp", speech_unavailable: "không đọc được văn bản", stream_unavailable: "mất luồng phát", line_unavailable: "đầu vào không có tiếng", storage_full: "đầy bộ nhớ", storage_read_only: "bộ nhớ chỉ đọc", journal_corrupt: "hỏng nhật ký",
    outbox_full: "đầy hàng gửi", link_down: "mất liên lạc", zone_unknown: "không rõ múi giờ", horn_zone_unknown: "không rõ khu loa", watchdog_unavailable: "không dùng được mạch canh (watchdog)",
    unknown: "sự cố khác (cần cập nhật hệ thống nguồn)",
  },
};
const tone = {
  online: "good", offline: "bad", stopping: "warn", silent: "bad", faulty: "warn",
  planned: "soft", running: "play", waiting: "warn", played: "good", partial: "warn", missed: "bad", lost: "soft", quiet_hours: "soft", failed: "bad", cancelled: "soft", unheard: "bad",
  started: "play", preempted: "warn", resumed: "play", ended: "good", accepted: "good", refused: "bad",
};
const $ = (id) => document.getElementById(id);

/** An element with attributes and children; text children stay text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "onclick") element.addEventListener("click", value); else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}
/** A Vietnamese word with the English one beside it. */
function both(kind, key) {
  const pair = words[kind][key];
  return pair ? [pair[0] + " ", make("span", { lang: "en" }, pair[1])] : [String(key)];
}
function chip(kind, key, count) {
  const pair = words[kind][key] || [key, key];
  return make("span", { class: "chip " + (tone[key] || "soft"), title: pair[1] }, count === undefined ? pair[0] : count + " " + pair[0]);
}
function replace(element, ...children) { element.replaceChildren(...children.flat().filter((child) => child !== undefined && child !== null)); }

const two = (number) => String(number).padStart(2, "0");
function clockTime(text, withSeconds) {
  const date = new Date(text);
  return two(date.getHours()) + ":" + two(date.getMinutes()) + (withSeconds ? ":" + two(date.getSeconds()) : "");
}
function dayAndTime(text) {
  const date = new Date(text);
  return two(date.getDate()) + "/" + two(date.getMonth() + 1) + " " + clockTime(text, true);
}
function ago(text) {
  const seconds = Math.max(0, Math.round((now() - new Date(text)) / 1000));
  if (seconds < 60) return seconds + " giây trước";
  if (seconds < 3600) return Math.floor(seconds / 60) + " phút trước";
  if (seconds < 86400) return Math.floor(seconds / 3600) + " giờ trước";
  return Math.floor(seconds / 86400) + " ngày trước";
}

// The centre's clock counts, not the phone's.
let clockAhead = 0;
const now = () => Date.now() + clockAhead;

let token = sessionStorage.getItem("loa-token") || "";
const fromAddress = /[#&]token=([^&]+)/.exec(location.hash);
if (fromAddress) {
  token = decodeURIComponent(fromAddress[1]);
  sessionStorage.setItem("loa-token", token);
  history.replaceState(null, "", location.pathname + location.hash.replace(/[#&]token=[^&]+&?/, "#").replace(/^#$/, ""));
}
const headers = () => (token ? { Authorization: "Bearer " + token } : {});

async function get(path, parameters) {
  const query = new URLSearchParams(Object.entries(parameters || {}).filter(([, value]) => value !== undefined && value !== ""));
  const response = await fetch(path + (query.size ? "?" + query : ""), { headers: headers() });
  if (response.status === 401) { askForToken(); throw new Error("token"); }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.error ? problem.error.message + " " + problem.error.remedy : "HTTP " + response.status);
  }
  return response.json();
}
function askForToken() {
  $("login-error").hidden = !token;
  $("login").hidden = false;
  $("content").hidden = true;
}
$("login").addEventListener("submit", (event) => {
  event.preventDefault();
  token = $("token").value.trim();
  sessionStorage.setItem("loa-token", token);
  $("login").hidden = true;
  begin();
});

// ---- what is shown

let summary = null;
let devices = new Map();
let nextDevice;
let filter = { state: "", q: "", area: "" };

/** At most once in a while, and once more when something came meanwhile. */
function throttled(milliseconds, work) {
  let waiting = false, again = false;
  const run = async () => {
    waiting = true;
    try { await work(); } catch (error) { console.warn(error.message); }
    setTimeout(() => { waiting = false; if (again) { again = false; run(); } }, milliseconds);
  };
  return () => { if (waiting) again = true; else run(); };
}

const loadSummary = throttled(2000, async () => {
  summary = await get("/api/v1/summary");
  clockAhead = new Date(summary.now) - Date.now();
  showSummary();
});
function showSummary() {
  const tiles = ["online", "silent", "offline", "stopping", "faulty"].map((state) => {
    const count = summary.devices[state];
    return make("button", {
      class: (count ? tone[state] : "zero"), "aria-pressed": String(filter.state === state),
      onclick: () => { filter.state = filter.state === state ? "" : state; showSummary(); loadDevices(); },
    }, make("b", {}, String(count)), make("span", {}, words.state[state][0] + " "), make("span", { lang: "en" }, words.state[state][1]));
  });
  replace($("tiles"), tiles);
  showBroker(summary.broker);
  $("about").textContent = "loa-centre " + summary.version + " · " + summary.devices.total + " thiết bị · im lặng sau " + summary.silent_minutes
    + " phút · trust " + (summary.trust_version === undefined ? "?" : "v" + summary.trust_version);
}
function showBroker(broker) {
  const badge = $("broker");
  badge.className = "badge " + (broker.connected ? "good" : "bad");
  badge.textContent = broker.connected ? "MQTT" : "MQTT đứt";
  badge.title = broker.reason || "";
}

const loadDevices = throttled(300, async () => {
  const page = await get("/api/v1/devices", { ...filter, limit: 100 });
  devices = new Map(page.devices.map((device) => [device.device, device]));
  nextDevice = page.next;
  $("device-count").textContent = String(page.total);
  showDevices();
});
async function loadMoreDevices() {
  const page = await get("/api/v1/devices", { ...filter, limit: 100, after: nextDevice });
  for (const device of page.devices) devices.set(device.device, device);
  nextDevice = page.next;
  showDevices();
}
function stateOf(device) {
  const silent = summary && now() - new Date(device.last_heard) > summary.silent_minutes * 60000;
  return silent ? "silent" : device.state;
}
function showDevices() {
  const sorted = [...devices.values()].sort((left, right) => (left.device < right.device ? -1 : 1));
  replace($("devices"), sorted.map((device) => make("li", {}, deviceCard(device))));
  $("no-devices").hidden = sorted.length > 0;
  $("more").hidden = !nextDevice;
}
function deviceCard(device) {
  const state = stateOf(device);
  const facts = [
    device.area, "nghe " + ago(device.last_heard),
    device.output && words.output[device.output.state][0],
    device.schedules.length ? "lịch " + device.schedules.map((schedule) => "v" + schedule.version + " " + schedule.authority).join(", ") : "chưa có lịch",
    device.outbox && device.outbox.depth > 0 ? device.outbox.depth + " báo cáo chờ gửi" : null,
    device.lost_reports ? device.lost_reports + " báo cáo đã mất" : null,
  ].filter(Boolean).join(" · ");
  const clock = device.clock_synchronised === undefined || device.faults.includes("clock_not_synchronised") ? null
    : device.clock_synchronised ? make("span", { class: "soft" }, "đồng hồ đúng") : make("span", { class: "bad" }, "đồng hồ chưa đúng");
  return make("button", { class: "state-" + state, onclick: () => showDevice(device.device) },
    make("span", { class: "name" }, device.device), chip("state", state),
    make("span", { class: "facts" }, facts, clock && " · ", clock),
    device.faults.length ? make("span", { class: "faults" }, device.faults.map((code) => make("span", { class: "chip bad", title: code }, words.fault[code] || code))) : null);
}

const loadToday = throttled(1000, async () => {
  const from = new Date(now()); from.setHours(0, 0, 0, 0);
  const until = new Date(from); until.setDate(until.getDate() + 1);
  const day = await get("/api/v1/broadcasts", { from: from.toISOString(), until: until.toISOString(), area: filter.area });
  $("no-today").hidden = day.broadcasts.length > 0;
  replace($("today"), day.broadcasts.map(broadcastRow));
});
function broadcastRow(broadcast) {
  const outcomes = Object.entries(broadcast.outcomes);
  const end = new Date(broadcast.planned).getTime() + 1000 * (broadcast.max_seconds || 0);
  const shown = outcomes.length ? outcomes.flatMap(standing) : [[end + 60000 < now() ? "unheard" : "planned", undefined]];
  function standing([outcome, count]) {
    if (outcome !== "running" || !broadcast.preempted) return [[outcome, count]];
    const waiting = ["waiting", broadcast.preempted];
    return count > broadcast.preempted ? [[outcome, count - broadcast.preempted], waiting] : [waiting];
  }
  const has = (...names) => names.some((name) => broadcast.outcomes[name]);
  const look = has("running") ? (shown[0][0] === "waiting" ? "part" : "running") : has("failed", "missed") || shown[0][0] === "unheard" ? "failed" : has("partial") ? "part" : has("played") ? "done" : "";
  const about = [
    broadcast.authority, broadcast.audience && broadcast.audience.replace("area:", ""),
    broadcast.first_started && clockTime(broadcast.first_started, true) + " – " + (broadcast.last_ended ? clockTime(broadcast.last_ended, true) : "…"),
  ].filter(Boolean).join(" · ");
  return make("li", { class: look },
    make("time", { datetime: broadcast.planned, title: dayAndTime(broadcast.planned) }, clockTime(broadcast.planned)),
    make("span", { class: "title" }, broadcast.title),
    make("span", { class: "outcomes" }, shown.map(([outcome, count]) => chip("outcome", outcome, count))),
    make("span", { class: "about" }, make("span", { class: broadcast.class === "emergency" ? "bad" : broadcast.class === "priority" ? "warn" : "" }, words.class[broadcast.class][0]), " · " + about));
}

function note(at, ...children) {
  $("log").prepend(make("li", {}, make("time", { datetime: at }, clockTime(at, true)), ...children));
  while ($("log").children.length > 60) $("log").lastChild.remove();
}

/** What happened before the page was opened. */
async function fillLog() {
  const [runs, orders] = await Promise.all([get("/api/v1/asrun", { limit: 20 }), get("/api/v1/orders", { limit: 10 })]);
  const steps = runs.as_run.flatMap((run) => run.events.map((step) => ({ at: step.at, show: () => noteRun(run, step.event, step.at) })));
  const taken = orders.orders.map((order) => ({ at: order.received, show: () => noteOrder(order) }));
  $("log").replaceChildren();
  [...steps, ...taken].sort((left, right) => new Date(left.at) - new Date(right.at)).slice(-40).forEach((item) => item.show());
}
function noteRun(run, event, at) {
  note(at, make("b", {}, run.title), make("span", {}, run.device), chip("event", event),
    event === "ended" ? chip("outcome", run.outcome) : "", event === run.event && run.reason ? make("span", { class: "soft" }, run.reason) : "");
}
function noteOrder(order) {
  note(order.received, make("b", {}, words.order[order.type][0]), make("span", {}, order.iss + " → " + order.aud + " #" + order.seq), order.title || "");
}

// ---- one device

let openDevice = null;
// The horn zones that it is for, where it is not for all.
function placeOf(item) {
  return item.zones && item.zones.length ? " · " + item.zones.join(", ") : "";
}

// How loud it left the device: mean and highest level, and the gain it had.
function levelOf(run) {
  if (run.rms_dbfs === undefined) return "";
  const gain = run.gain_db === undefined ? "" : ", " + (run.gain_db < 0 ? "" : "+") + run.gain_db.toFixed(1) + " dB";
  return " (" + run.rms_dbfs.toFixed(0) + " / " + run.peak_dbfs.toFixed(0) + " dBFS" + gain + ")";
}

async function showDevice(id) {
  openDevice = id;
  const [detail, plan] = await Promise.all([
    get("/api/v1/devices/" + id).then((answer) => answer.device),
    get("/api/v1/devices/" + id + "/plan", { hours: 24 }).catch(() => ({ broadcasts: [] })),
  ]);
  const asRun = (await get("/api/v1/asrun", { device: id, limit: 20 })).as_run;
  if (openDevice !== id) return;
  replace($("detail-title"), id + " ", chip("state", stateOf(detail)));
  replace($("detail-body"), facts(detail), faultList(detail.faults),
    make("h3", {}, "Lịch 24 giờ tới ", make("span", { lang: "en" }, "next 24 hours")),
    lines(plan.broadcasts.slice(0, 40).map((item) => [item.planned, item.title + placeOf(item), words.class[item.class][0]])),
    make("h3", {}, "Đã phát gần đây ", make("span", { lang: "en" }, "recent")),
    lines(asRun.map((item) => [item.planned, item.title + placeOf(item) + levelOf(item), chip("outcome", item.outcome)])),
    make("h3", {}, "Lệnh đang hiệu lực ", make("span", { lang: "en" }, "orders in force")),
    lines(detail.orders.map((order) => [order.received, words.order[order.type][0] + " " + order.iss + " #" + order.seq + (order.version !== undefined ? " v" + order.version : "") + (order.title ? " · " + order.title : ""),
      order.answer ? chip("answer", order.answer.outcome) : make("span", { class: "chip warn" }, "chưa trả lời")])));
  if (!$("detail").open) $("detail").showModal();
  history.replaceState(null, "", "#device=" + id);
}
$("detail").addEventListener("close", () => { openDevice = null; history.replaceState(null, "", location.pathname); });
function facts(detail) {
  const health = detail.health;
  const rows = [["Địa bàn", "area", detail.area], ["Nghe lần cuối", "last heard", dayAndTime(detail.last_heard) + " (" + ago(detail.last_heard) + ")"], ["Phiên bản", "version", detail.version]];
  if (health) {
    const error = health.clock.estimated_error_ms;
    rows.push(
      ["Đồng hồ", "clock", (health.clock.synchronised ? "đúng" : "chưa đúng") + " · " + health.clock.source + (error === undefined ? "" : " · ±" + error.toFixed(1) + " ms")],
      ["Ngõ ra", "output", health.output.name + " · " + words.output[health.output.state][0] + (health.output.rate ? " · " + health.output.rate + " Hz" : "")],
      ["Lịch phát", "schedules", health.schedules.map((schedule) => schedule.authority + " · " + schedule.area + " · v" + schedule.version).join("; ") || "chưa có"],
      ["Chạy liên tục", "uptime", Math.floor(health.uptime_s / 3600) + " giờ " + Math.floor((health.uptime_s % 3600) / 60) + " phút"],
      ["Bo mạch", "board", [
        health.board.temperature_c !== undefined && health.board.temperature_c.toFixed(0) + " °C", health.board.load !== undefined && "tải " + health.board.load.toFixed(2),
        health.board.disk_free_mib !== undefined && "còn " + Math.round(health.board.disk_free_mib) + " MiB đĩa"].filter(Boolean).join(" · ")],
      ["Báo cáo chờ", "outbox", String(health.outbox.depth)]);
  }
  return make("dl", {}, rows.filter((row) => row[2]).flatMap(([vi, en, value]) => [make("dt", {}, vi + " ", make("span", { lang: "en" }, en)), make("dd", {}, value)]));
}
function faultList(faults) {
  if (!faults.length) return null;
  return [make("h3", {}, "Sự cố ", make("span", { lang: "en" }, "faults")), ...faults.map((fault) =>
    make("div", { class: "fault" + (fault.cleared ? " cleared" : "") },
      make("p", {}, make("b", {}, words.fault[fault.code] || fault.code), " ", make("span", { lang: "en" }, fault.code + " · " + fault.originator)),
      make("p", {}, dayAndTime(fault.since) + (fault.cleared ? " – " + dayAndTime(fault.cleared) : "") + " · " + fault.detail),
      fault.cleared ? null : make("p", { lang: "en" }, fault.remedy)))];
}
function lines(rows) {
  if (!rows.length) return make("p", { class: "empty" }, "–");
  return make("ul", { class: "lines" }, rows.map(([time, text, last]) => make("li", {}, make("time", { datetime: time }, dayAndTime(time)), make("span", {}, text), make("span", {}, last))));
}

// ---- live

const handlers = {
  device({ device }) {
    loadSummary();
    const known = devices.has(device.device);
    if (known) { devices.set(device.device, device); showDevicesSoon(); } else loadDevices();
    if (openDevice === device.device) refreshOpen();
  },
  asrun({ as_run: run }) {
    loadToday();
    noteRun(run, run.event, { started: run.started, ended: run.ended }[run.event] || run.received);
  },
  answer({ answer }) {
    note(answer.at, make("span", {}, answer.device), chip("answer", answer.outcome), make("span", {}, answer.type ? words.order[answer.type][0] + " " + (answer.iss || "") + " #" + answer.seq : ""),
      answer.detail ? make("span", { class: "bad" }, answer.code + ": " + answer.detail) : "");
  },
  fault({ device, fault }) {
    note(fault.cleared || fault.since, make("span", {}, device), make("span", { class: "chip " + (fault.cleared ? "good" : "bad") }, (fault.cleared ? "hết: " : "") + (words.fault[fault.code] || fault.code)), make("span", { class: "soft" }, fault.detail));
  },
  order({ order }) {
    loadToday();
    noteOrder(order);
  },
  broker({ broker }) { showBroker(broker); },
  reset() { loadAll(); },
};
const showDevicesSoon = throttled(300, async () => showDevices());
const refreshOpen = throttled(2000, async () => { if (openDevice) await showDevice(openDevice); });

/** Server-sent events over fetch: EventSource cannot carry the token. */
let lastID = "", following = null;
async function follow() {
  if (following) following.abort();
  const control = following = new AbortController();
  for (;;) {
    try {
      const response = await fetch("/api/v1/events", { headers: { ...headers(), ...(lastID ? { "Last-Event-ID": lastID } : {}) }, signal: control.signal });
      if (response.status === 401) { askForToken(); return; }
      if (!response.ok) throw new Error("HTTP " + response.status);
      setLive(true);
      await readEvents(response.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch (error) {
      if (control.signal.aborted) return;
    }
    setLive(false);
    await new Promise((done) => setTimeout(done, 2000));
  }
}
async function readEvents(reader) {
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const frames = (rest + value).split("\n\n");
    rest = frames.pop();
    for (const frame of frames) {
      const field = (name) => { const line = frame.split("\n").find((text) => text.startsWith(name + ": ")); return line && line.slice(name.length + 2); };
      const id = field("id"), handler = handlers[field("event")];
      if (id) lastID = id;
      try { if (handler) handler(JSON.parse(field("data"))); } catch (error) { console.warn(error.message); }
    }
  }
}
function setLive(isLive) {
  $("live").className = "badge " + (isLive ? "good" : "bad");
  $("live").textContent = isLive ? "trực tiếp" : "mất nối";
  $("live").title = isLive ? "live" : "not live; trying again";
}

function loadAll() { loadSummary(); loadDevices(); loadToday(); fillLog().catch((error) => console.warn(error.message)); }
async function begin() {
  try { await get("/api/v1/summary"); } catch (error) { if (error.message !== "token") setTimeout(begin, 3000); return; }
  $("content").hidden = false;
  loadAll();
  follow();
  const device = /#device=([a-z0-9_-]+)$/.exec(location.hash);
  if (device) showDevice(device[1]).catch((error) => console.warn(error.message));
}
let typing;
for (const [id, name] of [["search", "q"], ["area", "area"]]) {
  $(id).addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => { filter[name] = $(id).value.trim(); loadDevices(); if (name === "area") loadToday(); }, 300);
  });
}
$("more").addEventListener("click", loadMoreDevices);
setInterval(() => { $("clock").textContent = clockTime(new Date(now()), true); }, 1000);
setInterval(() => { if (summary) { showDevices(); loadSummary(); loadToday(); } }, 20000);
begin();
