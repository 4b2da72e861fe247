import assert from "node:assert/strict";
import { isSecretFile } from "../../../src/build/secret-files.js";

describe("isSecretFile (pain 16)", () => {
  for (const path of [
    ".env",
    "app/.env",
    ".env.production",
    ".npmrc",
    "web/.npmrc",
    ".netrc",
    ".pypirc",
    ".git-credentials",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    "home/.docker/config.json",
    ".aws/credentials",
    "keys/id_ed25519",
  ]) {
    it(`is one: ${path}`, () => {
      assert.equal(isSecretFile(path), true);
    });
  }

  for (const path of [
    ".env.example",
    ".env.sample",
    "src/.environment",
    "env",
    "my.env",
    ".env/settings.py",
    ".cargo/config.toml",
    "config.json",
    "id_rsa.pub",
    "docs/credentials",
  ]) {
    it(`is none: ${path}`, () => {
      assert.equal(isSecretFile(path), false);
    });
  }
});
