import assert from "node:assert/strict";
import { test } from "node:test";
import { fingerprint } from "@phialo/fingerprint";
import { site } from "./site.js";

test("the native module gives the known values of FNV-1a", () => {
  assert.equal(fingerprint(Buffer.from("")), "cbf29ce484222325");
  assert.equal(fingerprint(Buffer.from("foobar")), "85944171f73967e8");
});

test("the native module refuses what is not bytes", () => {
  const anything = fingerprint as (value: unknown) => string;
  assert.throws(() => anything("text"), new TypeError("fingerprint wants a Uint8Array"));
  assert.throws(() => (fingerprint as () => string)(), TypeError);
});

test("a page links the stylesheet by its fingerprint", () => {
  const made = site(
    new Map([
      ["index.md", "# Hello"],
      ["style.css", "foobar"],
    ]),
  );
  assert.deepEqual([...made.keys()], ["style.85944171f73967e8.css", "index.html"]);
  assert.equal(
    made.get("index.html"),
    '<!doctype html>\n<link rel="stylesheet" href="style.85944171f73967e8.css">\n<h1>Hello</h1>\n',
  );
});
