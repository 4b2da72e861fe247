import assert from "node:assert/strict";
import { once } from "node:events";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
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

  beforeEach(() => {
    workspace.write({
      "src/Docker/Dockerfile": "FROM scratch\nCOPY . /\n",
      "src/Docker/Dockerfile.dockerignore": "target\n*.md\n!keep.md\n",
      "src/main.rs": "fn main() {}",
      "src/deep/er/lib.rs": "",
      "src/target/debug/huge": "x",
      "src/README.md": "read",
      "src/keep.md": "keep",
    });
    workspace.write({ "src/run.sh": "#!/bin/sh" }, 0o755);
  });

  it("copies what the build can see and nothing it ignores", async () => {
    const { context, dockerfile } = await stage();
    const files = readdirSync(context, { recursive: true }).map(String).toSorted();
    assert.deepEqual(files, [
      "Docker",
      "Docker/Dockerfile",
      "Docker/Dockerfile.dockerignore",
      "deep",
      "deep/er",
      "deep/er/lib.rs",
      "keep.md",
      "main.rs",
      "run.sh",
    ]);
    assert.equal(readFileSync(dockerfile, "utf8"), "FROM scratch\nCOPY . /\n");
  });

  it("leaves an ignore file beside the Dockerfile that says nothing, and is not empty: BuildKit passes over an empty one", async () => {
    workspace.write({ "src/.dockerignore": "main.rs" });
    const { dockerfile } = await stage();
    assert.match(readFileSync(`${dockerfile}.dockerignore`, "utf8"), /^(#.*\n)+$/);
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

  it("gives every file and folder the mode git would give", async () => {
    chmodSync(workspace.inside("src/main.rs"), 0o660);
    chmodSync(workspace.inside("src/run.sh"), 0o775);
    chmodSync(workspace.inside("src/deep"), 0o700);
    const { context } = await stage();
    const mode = (file: string) => statSync(`${context}/${file}`).mode & 0o777;
    assert.deepEqual(
      [mode("main.rs"), mode("run.sh"), mode("deep"), mode(".")],
      [0o644, 0o755, 0o755, 0o755],
    );
  });

  it("gives the same identity under another umask and in another folder (user pain 1)", async () => {
    const first = await stage();
    workspace.write(
      {
        "elsewhere/Docker/Dockerfile": "FROM scratch\nCOPY . /\n",
        "elsewhere/Docker/Dockerfile.dockerignore": "target\n*.md\n!keep.md\n",
        "elsewhere/main.rs": "fn main() {}",
        "elsewhere/deep/er/lib.rs": "",
        "elsewhere/keep.md": "keep",
      },
      0o664,
    );
    workspace.write({ "elsewhere/run.sh": "#!/bin/sh" }, 0o775);
    const before = process.umask(0o027);
    try {
      assert.equal((await stage("other", "elsewhere")).identity, first.identity);
      assert.equal(statSync(`${workspace.inside("other")}/context/deep`).mode & 0o777, 0o755);
    } finally {
      process.umask(before);
    }
  });

  const visible = ["main.rs", "deep/er/lib.rs", "Docker/Dockerfile", "Docker/Dockerfile.dockerignore"];
  for (const file of [...visible, "target/debug/huge", "README.md"]) {
    const isSeen = visible.includes(file);
    it(`${isSeen ? "sees" : "does not see"} one byte changed in ${file} (user pain 2)`, async () => {
      const { identity } = await stage();
      workspace.write({ [`src/${file}`]: readFileSync(workspace.inside(`src/${file}`), "utf8") + " " });
      assert.equal((await stage()).identity !== identity, isSeen);
    });
  }

  it("sees a renamed file, an executable bit and where a link leads", async () => {
    const identities = [(await stage()).identity];
    workspace.write({ "src/other.rs": "fn main() {}" });
    identities.push((await stage()).identity);
    chmodSync(workspace.inside("src/other.rs"), 0o755);
    identities.push((await stage()).identity);
    symlinkSync("main.rs", workspace.inside("src/link"));
    identities.push((await stage()).identity);
    assert.equal(new Set(identities).size, identities.length);
  });

  it("keeps links as links, also those that lead nowhere", async () => {
    symlinkSync("nowhere", workspace.inside("src/link"));
    const { context } = await stage();
    assert.ok(readdirSync(context).includes("link"));
  });

  it("follows a sample's links to what Slipway delivers: a repository has the files themselves", async () => {
    const delivered = path.resolve("systems/slipway");
    symlinkSync(delivered, workspace.inside("src/all"));
    symlinkSync(path.join(delivered, "index.ts"), workspace.inside("src/one"));
    const { context } = await stage();
    for (const file of ["all/index.ts", "one"].map((name) => path.join(context, name))) {
      assert.ok(lstatSync(file).isFile(), file);
      assert.equal(statSync(file).mode & 0o777, 0o644);
      assert.equal(readFileSync(file, "utf8"), readFileSync(path.join(delivered, "index.ts"), "utf8"));
    }
  });

  it("leaves nothing behind of a file that was deleted", async () => {
    workspace.write({ "src/old.rs": "" });
    await stage();
    rmSync(workspace.inside("src/old.rs"));
    const { context } = await stage();
    assert.ok(!readdirSync(context).includes("old.rs"));
  });

  it("falls back to the context's own ignore file", async () => {
    workspace.write({
      "plain/Dockerfile": "FROM scratch",
      "plain/.dockerignore": "a",
      "plain/a": "",
      "plain/b/c": "",
    });
    const { context } = await stageContext({
      context: workspace.inside("plain"),
      dockerfile: workspace.inside("plain/Dockerfile"),
      stage: workspace.inside("stage"),
    });
    assert.deepEqual(readdirSync(context, { recursive: true }).map(String).toSorted(), [
      ".dockerignore",
      "Dockerfile",
      "b",
      "b/c",
    ]);
  });

  it("names the ignore file with a line that no build takes, and passes on why one cannot be read", async () => {
    const file = workspace.inside("src/Docker/Dockerfile.dockerignore");
    workspace.write({ "src/Docker/Dockerfile.dockerignore": "target\n!\n" });
    await assert.rejects(stage(), {
      name: "UserError",
      message: `${file} contains an invalid pattern: ! matches nothing. Correct or remove it.`,
    });
    rmSync(file);
    mkdirSync(file);
    await assert.rejects(stage(), { code: "EISDIR" });
  });

  it("leaves out what is no file, such as a socket", async () => {
    const server = createServer().listen(workspace.inside("src/socket"));
    await once(server, "listening");
    const { context } = await stage();
    server.close();
    assert.ok(!readdirSync(context).includes("socket"));
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
