import assert from "node:assert/strict";
import { type LookupError, lookupProblem } from "../../../src/registry/lookup-error.js";

const host = "registry-1.docker.io";
const refused = (status: number, retryAfter?: string): LookupError => ({
  kind: "refused",
  host,
  status,
  retryAfter,
});
const later = "run it again later; a limit of Docker Hub's lasts for hours";
const tooMany = "429: too many requests from this network";
const noAccount = "not for visitors without an account, or not there";
const account =
  "correct the name; an image that needs an account is left alone if it is named by digest without a tag";

describe("lookupProblem", () => {
  for (const [error, found, fix] of [
    [
      { kind: "unknown", host, because: "no answer: connect ECONNREFUSED" },
      "no answer: connect ECONNREFUSED",
      "check the image's name and the network (HTTPS_PROXY is used if set), then run it again",
    ],
    [refused(401), `401: ${noAccount}`, account],
    [refused(403), `403: ${noAccount}`, account],
    [refused(404), "404: no such image or tag", "name a tag that exists"],
    [refused(429, "120"), tooMany, "run it again in 120 s"],
    [refused(429), tooMany, later],
    [refused(429, "Wed, 21 Oct 2026 07:28:00 GMT"), tooMany, later],
    [refused(503), "503", "run it again later; if that lasts, look at the registry's own page of its state"],
  ] satisfies [LookupError, string, string][]) {
    it(`tells of ${found}: ${fix}`, () => {
      const expected = `the digest of its tag, from ${host}`;
      assert.deepEqual(lookupProblem("rust:1", error), { where: "rust:1", expected, found, fix });
    });
  }
});
