#!/usr/bin/env node
// A simulated browser, over plain HTTP: follows redirects, keeps cookies, fills in forms (login,
// consent, logout) and stops at the first page without one. `$BROWSER` may point here: the URL is the argument,
// INTEROP_USERNAME and INTEROP_PASSWORD are the credentials.

import { fileURLToPath } from "node:url";

/**
 * Opens `url` like a browser, and stops before it would open a URL that starts with `until`.
 * Resolves to the last page: `{ url, status, html, visited }`. Pass the same `jar` again to stay signed in.
 */
export async function browse(url, { username, password }, { until, jar = new Map() } = {}) {
  let request = { url, method: "GET" };
  const visited = [];
  for (let hops = 0; hops < 30; hops += 1) {
    if (until && request.url.startsWith(until)) return { url: request.url, visited };
    const response = await send(request, jar);
    visited.push(request.url);
    const location = response.headers.get("location");
    const html = await response.text();
    const form = firstForm(html);
    if (response.status >= 300 && response.status < 400 && location) {
      request = { url: new URL(location, request.url).href, method: "GET" };
    } else if (response.ok && form) {
      request = submit(form, request.url, { username, password });
    } else {
      return { url: request.url, status: response.status, html, visited };
    }
  }
  throw new Error(`no end after 30 pages: ${visited.join(" → ")}`);
}

async function send({ url, method, body }, jar) {
  const { host } = new URL(url);
  const cookies = jar.get(host) ?? new Map();
  jar.set(host, cookies);
  const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  if (body !== undefined) headers["content-type"] = "application/x-www-form-urlencoded";
  const response = await fetch(url, { method, body, headers, redirect: "manual" });
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    if (value === "" || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
  return response;
}

function firstForm(html) {
  const [, attributes, inside] = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(html) ?? [];
  if (attributes === undefined) return null;
  const fields = [...inside.matchAll(/<(?:input|button)\b([^>]*)>/gi)].map(([, text]) => attributesOf(text));
  return { ...attributesOf(attributes), fields };
}

function attributesOf(text) {
  const pairs = [...text.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]);
  return Object.fromEntries(pairs);
}

function decode(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot|apos));/gi, (_, decimal, hex, name) =>
    name ? named[name.toLowerCase()] : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)));
}

function submit(form, page, { username, password }) {
  const body = new URLSearchParams();
  let pressed = false;
  for (const { name, type, value = "" } of form.fields) {
    const button = type === "submit" || type === "button";
    if (!name || (button && pressed)) continue;
    pressed ||= button;
    if (type === "password") body.append(name, password);
    else if (["username", "login", "email"].includes(name)) body.append(name, username);
    else body.append(name, value);
  }
  const method = (form.method ?? "GET").toUpperCase();
  return { url: new URL(form.action ?? page, page).href, method, body: body.toString() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { INTEROP_USERNAME: username, INTEROP_PASSWORD: password } = process.env;
  await browse(process.argv[2], { username, password });
}
