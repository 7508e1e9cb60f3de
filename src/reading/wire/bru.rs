//! The request in a `.bru` file of Bruno: one of its blocks is named after the method.

use super::message::{Reading, request};
use crate::protocol::http::FORM;
use crate::protocol::literal::Source;
use crate::protocol::literal::bru::{self, Block};
use crate::protocol::request_draft::basic;
use crate::protocol::{Header, HttpRequest, Method, Parameters};

const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

/// Where the block of a request begins on a line: `post {`.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    (from == 0 && METHODS.contains(&bru::opened(line)?)).then_some(0)
}

/// Reads the request's block and the following blocks that belong to it.
pub fn read(source: &Source, at: usize) -> Reading {
    let block = bru::block(source.rest(at)).ok_or(source.next_line(at).max(at + 1))?;
    let mut end = at + block.length;
    let pairs = enabled(block);
    let url = pairs.iter().find(|(name, _)| *name == "url").map(|(_, url)| *url);
    let mut sent = HttpRequest::get(url.ok_or(end)?);
    sent.method = Method::parse(&block.name.to_ascii_uppercase());
    let mut media_type = None;
    loop {
        let next = source.skip_white(end);
        let Some(block) = bru::block(source.rest(next)) else { break };
        if block.name == "meta" || METHODS.contains(&block.name) {
            break;
        }
        end = next + block.length;
        let pairs = enabled(block);
        let value = |name: &str| pairs.iter().find(|(found, _)| *found == name).map_or("", |(_, value)| *value);
        match block.name {
            "headers" => sent.headers.extend(pairs.iter().map(|(name, value)| Header::new(*name, *value))),
            "body:form-urlencoded" | "body:multipart-form" => {
                let form = pairs.iter().fold(Parameters::new(), |form, (name, value)| form.with(*name, *value));
                sent.body = form.encode().into_bytes();
                media_type = Some(if block.name == "body:form-urlencoded" { FORM } else { "multipart/form-data" });
            }
            "body:json" => {
                sent.body = block.text.trim().as_bytes().to_vec();
                media_type = Some("application/json");
            }
            "body:text" | "body:xml" | "body" => sent.body = block.text.trim().as_bytes().to_vec(),
            "auth:basic" => {
                let pair = format!("{}:{}", value("username"), value("password"));
                sent.headers.push(Header::new("authorization", basic(&pair)));
            }
            "auth:bearer" => sent.headers.push(Header::new("authorization", format!("Bearer {}", value("token")))),
            _ => {}
        }
    }
    let media_type = media_type.filter(|_| sent.header("content-type").is_none());
    sent.headers
        .extend(media_type.map(|value| Header { added_by_transport: true, ..Header::new("content-type", value) }));
    Ok(vec![request(at..end, sent)])
}

/// The lines of a block that are not disabled.
fn enabled(block: Block<'_>) -> Vec<(&str, &str)> {
    block.pairs().filter(|(name, _)| !name.starts_with('~')).collect()
}
