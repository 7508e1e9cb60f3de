// One line per check, the reason under a failed one, and "N passed, N failed" as the last line.

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  let printed = ""; // What the parts print matters only when something failed.
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") printed += data.message;
    if (data?.details?.type === "suite") continue;
    const seconds = ((data?.details?.duration_ms ?? 0) / 1000).toFixed(1);
    if (type === "test:pass" && data.skip === undefined) {
      passed += 1;
      yield `ok    ${data.name} (${seconds} s)\n`;
    } else if (type === "test:fail") {
      failed += 1;
      const cause = data.details.error?.cause ?? data.details.error;
      yield `FAIL  ${data.name} (${seconds} s)\n${indent(`${cause?.stack ?? cause}\n${printed}`.trim())}\n`;
      printed = "";
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}

function indent(text) {
  return text.replace(/^/gm, "      ");
}
