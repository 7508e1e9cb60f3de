//! What log collectors put around the lines of a program: Docker's json-file, Fluent Bit, journald, CloudWatch, Google
//! Cloud Logging. Each line is an object of which one member is the program's own line.
//!
//! ```text
//!   {"log":"oauth2: \"invalid_grant\"\n","stream":"stderr","time":"2026-11-30T03:00:08Z"}  ─►  oauth2: "invalid_grant"
//! ```

use crate::protocol::Json;
use crate::protocol::json::Value;

/// The members with the line.
const LINES: [&str; 7] = ["log", "message", "msg", "MESSAGE", "@message", "textPayload", "line"];
/// Members that say when it was written.
const TIMES: [&str; 8] =
    ["time", "timestamp", "@timestamp", "ts", "ingestionTime", "date", "__REALTIME_TIMESTAMP", "receiveTimestamp"];
/// Members about the collector and the place of the program, which say nothing about a sign-in.
const PLACES: [&str; 26] = [
    "stream",
    "tag",
    "kubernetes",
    "docker",
    "container_id",
    "container_name",
    "container",
    "source",
    "hostname",
    "host",
    "pid",
    "logStreamName",
    "logStream",
    "logGroup",
    "@log",
    "@logStream",
    "eventId",
    "@ptr",
    "insertId",
    "resource",
    "logName",
    "labels",
    "attrs",
    "_p",
    "namespace",
    "pod",
];

/// The lines of the program; `None` if the text is not a collector's, or an object says more than its line.
pub(super) fn unwrapped(text: &str) -> Option<String> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    if let Ok(whole) = Json::parse(text) {
        let root = whole.root();
        let listed = ["events", "logEvents", "entries", "hits"].iter().find_map(|name| whole.get(name));
        return match listed.unwrap_or(root) {
            value if value.is_object() => line(value),
            value => joined(value.items().map(line)),
        };
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    joined(lines.map(|text| line(Json::parse(text).ok()?.root())))
}

fn joined(lines: impl Iterator<Item = Option<String>>) -> Option<String> {
    let lines: Vec<String> = lines.collect::<Option<_>>()?;
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn line(value: Value<'_>) -> Option<String> {
    let mut found = None;
    let mut is_dated = false;
    for (name, member) in value.members() {
        let name = name.as_ref();
        match name {
            _ if LINES.contains(&name) && found.is_none() => found = Some(member.as_string()?),
            _ if TIMES.contains(&name) => is_dated = true,
            // A line of the level "info" reports no failure: the level belongs to it.
            "level" | "severity" if says_no_failure(member) => return None,
            "level" | "severity" | "PRIORITY" => {}
            _ if PLACES.contains(&name) || name.starts_with('_') || name.starts_with("SYSLOG_") => {}
            _ => return None,
        }
    }
    found.filter(|_| is_dated).map(|line| line.trim_end().to_owned())
}

fn says_no_failure(level: Value<'_>) -> bool {
    let level = level.as_string().unwrap_or_default().to_ascii_lowercase();
    !["", "default", "error", "err", "warn", "warning", "fatal", "critical"].contains(&level.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_program_are_taken_out_of_a_collectors_objects() {
        for (text, read) in [
            (r#"{"log":"a \"b\"\n","stream":"stderr","time":"2026-11-30T03:00:08Z"}"#, "a \"b\""),
            ("{\"log\":\"a\\n\",\"time\":\"t\"}\n{\"log\":\"b\\n\",\"time\":\"t\"}", "a\nb"),
            (r#"{"events":[{"timestamp":1,"message":"a","ingestionTime":2},{"timestamp":1,"message":"b"}]}"#, "a\nb"),
            (r#"{"MESSAGE":"a","_PID":"1","__REALTIME_TIMESTAMP":"1","PRIORITY":"3"}"#, "a"),
            (r#"[{"textPayload":"a","severity":"ERROR","timestamp":"t","insertId":"x"}]"#, "a"),
        ] {
            assert_eq!(unwrapped(text).as_deref(), Some(read), "{text}");
        }
    }

    #[test]
    fn an_object_that_says_more_than_its_line_stays() {
        for text in [
            r#"{"message":"Unauthorized"}"#,
            r#"{"time":"t","level":"info","msg":"a"}"#,
            r#"{"time":"t","level":"error","msg":"a","error":"invalid_grant"}"#,
            r#"{"timestamp":"t","status":401,"error":"Unauthorized","path":"/api","message":"m"}"#,
            "[12:00] a",
            "{",
        ] {
            assert_eq!(unwrapped(text), None, "{text}");
        }
    }
}
