import assert from "node:assert/strict";
import { isSecretFile } from "../../../src/build/secret-files.js";

const SECRET = `.env app/.env .env.production .npmrc web/.npmrc .netrc .pypirc .git-credentials .cargo/credentials
  .cargo/credentials.toml home/.docker/config.json .aws/credentials keys/id_ed25519`;
const PUBLIC = `.env.example .env.sample src/.environment env my.env .env/settings.py .cargo/config.toml config.json
  id_rsa.pub docs/credentials`;

describe("isSecretFile (pain 16)", () => {
  for (const [paths, expected] of [
    [SECRET, true],
    [PUBLIC, false],
  ] as const) {
    for (const path of paths.split(/\s+/)) {
      it(`${expected ? "is one" : "is none"}: ${path}`, () => {
        assert.equal(isSecretFile(path), expected);
      });
    }
  }
});
