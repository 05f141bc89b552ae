// Does what Lambda does to a new environment: loads a handler, hands it one event after the other, and ends. Tells when,
// and what CPU time all of it took by then; all in milliseconds.
// node start.mjs HANDLER EVENTS (a list, as JSON)
const [handlerPath, eventsPath] = process.argv.slice(2);
const { readFileSync, writeSync } = process.getBuiltinModule('node:fs');
const events = JSON.parse(readFileSync(eventsPath, 'utf8'));
const mark = () => {
  const { user, system } = process.cpuUsage();
  return { at: performance.now(), cpu: (user + system) / 1000 };
};
const started = mark();
const { handler } = await import(handlerPath);
const loaded = mark();
const answered = [];
let answer;
for (const event of events) {
  answer = await handler(event, { getRemainingTimeInMillis: () => 10_000 });
  answered.push(mark());
}
writeSync(1, `\n${JSON.stringify({ started, loaded, answered, answer })}`);
process.exit(0);
