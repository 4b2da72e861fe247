import assert from "node:assert/strict";
import { once } from "node:events";
import * as fs from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { isSecretFile, stageContext } from "../../../src/build/stage.js";
import { useWorkspace } from "./workspace.js";

describe("stageContext", () => {
  const workspace = useWorkspace();
  const stage = (name = "stage", source = "src") =>
    stageContext({
      context: workspace.inside(source),
      dockerfile: workspace.inside(`${source}/Docker/Dockerfile`),
      stage: workspace.inside(name),
    });
  const filesIn = (folder: string) => fs.readdirSync(folder, { recursive: true }).map(String).toSorted();

  /** Writes sources, with what their group may do. */
  function writeSources(folder: string, group: number) {
    workspace.write(
      {
        [`${folder}/Docker/Dockerfile`]: "FROM scratch\nCOPY . /\n",
        [`${folder}/Docker/Dockerfile.dockerignore`]: "target\n*.md\n!keep.md\n",
        [`${folder}/main.rs`]: "fn main() {}",
        [`${folder}/deep/er/lib.rs`]: "",
        [`${folder}/keep.md`]: "keep",
      },
      0o644 | group,
    );
    workspace.write({ [`${folder}/run.sh`]: "#!/bin/sh" }, 0o755 | group);
  }

  beforeEach(() => {
    writeSources("src", 0);
    workspace.write({ "src/target/debug/huge": "x", "src/README.md": "read" });
  });

  it("copies what the build can see and nothing it ignores", async () => {
    const { context, dockerfile } = await stage();
    assert.equal(
      filesIn(context).join(" "),
      "Docker Docker/Dockerfile Docker/Dockerfile.dockerignore deep deep/er deep/er/lib.rs keep.md main.rs run.sh",
    );
    assert.equal(fs.readFileSync(dockerfile, "utf8"), "FROM scratch\nCOPY . /\n");
  });

  it("leaves an ignore file beside the Dockerfile that says nothing, and is not empty: BuildKit passes over an empty one", async () => {
    workspace.write({ "src/.dockerignore": "main.rs" });
    const { dockerfile } = await stage();
    assert.match(fs.readFileSync(`${dockerfile}.dockerignore`, "utf8"), /^(#.*\n)+$/);
  });

  it("notices git's folder where it is not ignored, in a submodule too", async () => {
    assert.equal((await stage()).holdsGit, false);
    workspace.write({ "src/deep/.git": "gitdir: ../.git/modules/deep" });
    assert.equal((await stage()).holdsGit, true);
    workspace.write({ "src/Docker/Dockerfile.dockerignore": "**/.git" });
    assert.equal((await stage()).holdsGit, false);
  });

  it("notices files that may hold secrets where they are not ignored (pain 16)", async () => {
    assert.deepEqual((await stage()).secretFiles, []);
    workspace.write({ "src/.env": "KEY=1", "src/deep/.npmrc": "token" });
    assert.deepEqual((await stage()).secretFiles, [".env", "deep/.npmrc"]);
    workspace.write({ "src/Docker/Dockerfile.dockerignore": "**/.env\n**/.npmrc" });
    assert.deepEqual((await stage()).secretFiles, []);
  });

  it("gives git's modes and the same identity under another umask and in another folder (user pain 1)", async () => {
    const first = await stage();
    writeSources("elsewhere", 0o020);
    const before = process.umask(0o027);
    try {
      const { context, identity } = await stage("other", "elsewhere");
      assert.equal(identity, first.identity);
      const modes = ["main.rs", "run.sh", "deep", "."].map(
        (file) => fs.statSync(`${context}/${file}`).mode & 0o777,
      );
      assert.deepEqual(modes, [0o644, 0o755, 0o755, 0o755]);
    } finally {
      process.umask(before);
    }
  });

  const visible = ["main.rs", "deep/er/lib.rs", "Docker/Dockerfile", "Docker/Dockerfile.dockerignore"];
  for (const file of [...visible, "target/debug/huge", "README.md"]) {
    const isSeen = visible.includes(file);
    it(`${isSeen ? "sees" : "does not see"} one byte changed in ${file} (user pain 2)`, async () => {
      const { identity } = await stage();
      workspace.write({ [`src/${file}`]: fs.readFileSync(workspace.inside(`src/${file}`), "utf8") + " " });
      assert.equal((await stage()).identity !== identity, isSeen);
    });
  }

  it("sees a renamed file, an executable bit and where a link leads", async () => {
    const identities = [(await stage()).identity];
    workspace.write({ "src/other.rs": "fn main() {}" });
    identities.push((await stage()).identity);
    fs.chmodSync(workspace.inside("src/other.rs"), 0o755);
    identities.push((await stage()).identity);
    fs.symlinkSync("main.rs", workspace.inside("src/link"));
    identities.push((await stage()).identity);
    assert.equal(new Set(identities).size, identities.length);
  });

  it("follows a sample's links to what Slipway delivers: a repository has the files themselves", async () => {
    const delivered = path.resolve("systems/slipway");
    fs.symlinkSync(delivered, workspace.inside("src/all"));
    fs.symlinkSync(path.join(delivered, "index.ts"), workspace.inside("src/one"));
    const { context } = await stage();
    for (const file of ["all/index.ts", "one"].map((name) => path.join(context, name))) {
      assert.ok(fs.lstatSync(file).isFile(), file);
      assert.equal(fs.statSync(file).mode & 0o777, 0o644);
      assert.equal(fs.readFileSync(file, "utf8"), fs.readFileSync(path.join(delivered, "index.ts"), "utf8"));
    }
  });

  it("keeps links that lead nowhere, and leaves out sockets and what was deleted", async () => {
    workspace.write({ "src/old.rs": "" });
    await stage();
    fs.rmSync(workspace.inside("src/old.rs"));
    fs.symlinkSync("nowhere", workspace.inside("src/link"));
    const server = createServer().listen(workspace.inside("src/socket"));
    await once(server, "listening");
    const files = filesIn((await stage()).context);
    server.close();
    assert.deepEqual(
      ["link", "socket", "old.rs"].map((file) => files.includes(file)),
      [true, false, false],
    );
  });

  it("falls back to the context's own ignore file", async () => {
    const plain = { Dockerfile: "FROM scratch", ".dockerignore": "a", a: "", "b/c": "" };
    workspace.write(Object.fromEntries(Object.entries(plain).map(([file, text]) => [`plain/${file}`, text])));
    const { context } = await stageContext({
      context: workspace.inside("plain"),
      dockerfile: workspace.inside("plain/Dockerfile"),
      stage: workspace.inside("stage"),
    });
    assert.deepEqual(filesIn(context), [".dockerignore", "Dockerfile", "b", "b/c"]);
  });

  it("names the ignore file with a line that no build takes, and passes on why one cannot be read", async () => {
    const file = workspace.inside("src/Docker/Dockerfile.dockerignore");
    workspace.write({ "src/Docker/Dockerfile.dockerignore": "target\n!\n" });
    await assert.rejects(stage(), {
      name: "UserError",
      message: `${file} contains an invalid pattern: ! matches nothing. Correct or remove it.`,
    });
    fs.rmSync(file);
    fs.mkdirSync(file);
    await assert.rejects(stage(), { code: "EISDIR" });
  });
});

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
