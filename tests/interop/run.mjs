// Runs check files one after the other: one line per check, the reason under a failed one, and "N passed, N failed" as
// the last line. A file that ran out of time is run once more, for a machine can stand still; a check that failed is not.

import { run } from "node:test";

const LIMIT_MS = 120_000;

let passed = 0;
let failed = 0;
const [, , ...files] = process.argv;
for (const file of files) {
  const late = await check(file);
  if (late && (await check(file))) {
    failed += 1;
    print("FAIL", file, LIMIT_MS, "ran out of time twice");
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs one file. Resolves to whether it ran out of time; then nothing of it is counted. */
async function check(file) {
  const ends = [];
  let output = ""; // What the parts print matters only when something failed.
  for await (const { type, data } of run({ files: [file], timeout: LIMIT_MS })) {
    if (type === "test:stdout" || type === "test:stderr") output += data.message;
    if (type === "test:pass" && data.details.type !== "suite" && data.skip === undefined) ends.push(data);
    if (type === "test:pass" && typeof data.skip === "string") print("skip ", data.name, 0, data.skip);
    if (type === "test:fail" && data.details.type !== "suite") ends.push(data);
  }
  const late = ends.find(({ details }) => details.error?.failureType === "testTimeoutFailure");
  if (late) {
    print("late ", late.name, late.details.duration_ms, `${output}\nout of time, not counted`);
    return true;
  }
  for (const { name, details } of ends) {
    if (!details.error) {
      passed += 1;
      print("ok   ", name, details.duration_ms);
    } else {
      failed += 1;
      const cause = details.error.cause ?? details.error;
      print("FAIL ", name, details.duration_ms, `${cause?.stack ?? cause}\n${output}`);
    }
  }
  return false;
}

function print(verdict, name, duration, reason = "") {
  console.log(`${verdict} ${name} (${(duration / 1000).toFixed(1)} s)`);
  if (reason.trim()) console.log(reason.trim().replace(/^/gm, "      "));
}
