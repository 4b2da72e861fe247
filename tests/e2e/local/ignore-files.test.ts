import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stageContext } from "../../../src/build/stage.js";
import { Builders, startDaemon } from "./builders.js";
import { writeFiles } from "./catalogue.js";
import { useTeardown } from "./teardown.js";

/** Files that the ignore files below pick from. */
const FILES = [
  "README.md",
  "keep.md",
  ".md",
  "a.txt",
  "ab.txt",
  "file(1).txt",
  "c++/main.cc",
  "{a,b}/x",
  "a+b.txt",
  "docs/README.md",
  "docs/keep.md",
  "docs/deep/keep.md",
  "docs/deep/notes.txt",
  "src/main.rs",
  "src/target/out",
  "target/debug/out",
  "targets/out",
  "very/deep/target/out",
  "node_modules/.bin/tool",
  "[x]/y",
  "back\\slash",
  " blank/x",
  "ümlaut/ä.txt",
];

/** Ignore files, by what is tricky in them. */
const IGNORE_FILES: Readonly<Record<string, string>> = {
  "nothing at all": "",
  "only a comment": "# *.md\n",
  "a comment that is none, because of the blank before it": " # *.md\n",
  "one file": "README.md",
  "a file type at the top": "*.md",
  "a file type anywhere": "**/*.md",
  "a file type anywhere, without a slash": "**.md",
  "a folder": "target",
  "a folder anywhere": "**/target",
  "a folder with a slash after it": "target/",
  "a folder with a slash before it": "/target",
  "a folder with dots in its path": "./src/../target/",
  "what is in a folder": "docs/*",
  "all below a folder": "docs/**",
  "the beginning of names": "target**",
  "a folder anywhere, and what is in it": "**/target/**",
  "a folder at a fixed depth": "*/*/target",
  everything: "*",
  "everything, at any depth": "**",
  "everything but a folder": "*\n!src",
  "everything but a file below a folder": "*\n!docs/deep/keep.md",
  "everything but a file type": "**\n!**/*.md",
  "a file type but one file": "*.md\n!keep.md",
  "a file type anywhere but in a folder": "**/*.md\n!docs",
  "a file type anywhere but in a folder and below it": "**/*.md\n!docs/**",
  "one file of a folder but that folder": "docs/keep.md\n!docs",
  "a folder, a file in it back, and out again": "docs\n!docs/deep\ndocs/deep/notes.txt",
  "brought back before it was left out": "!keep.md\n*.md",
  "one character": "a?.txt",
  "a set of characters": "[ak]*",
  "not a set of characters": "[^ak]*.txt",
  "brackets by escape": "\\[x\\]",
  "a name with brackets and a number": "file(1).txt",
  "a name with plus signs": "c++",
  "a name with a plus sign and a star": "a+b*",
  "a name with braces": "{a,b}",
  "letters beyond ASCII": "**/ä*",
  "blanks around it": "  target  \n\t*.md\t",
  "lines of Windows": "target\r\n*.md\r\n",
  "a mark of UTF-8 in front": "\uFEFFtarget\n",
  "the ignore file itself": ".dockerignore\nDockerfile",
  "hidden folders": "**/.*",
  "a rule for the root": ".\n/\n",
};

const DOCKERFILE = "FROM scratch\nCOPY . /\n";

describe("a staged context holds what BuildKit would see", () => {
  const teardown = useTeardown();
  let builders: Builders;
  let folder: string;
  before(async () => {
    const daemon = await startDaemon();
    teardown(() => daemon.stop());
    builders = await Builders.create();
    teardown(() => builders.remove());
    await builders.add("judge", daemon.endpoint);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-ignore-"));
    await writeFiles(join(folder, "src"), Object.fromEntries(FILES.map((file) => [file, file])));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What `COPY . /` copies in a real build of the sources as they are. */
  const seenByBuildKit = async (context = "src", dockerfile = "src/Dockerfile") => {
    const target = join(folder, "built");
    await rm(target, { recursive: true, force: true });
    const { failed, all } = await builders.buildx(
      "build",
      ...["--builder", "judge", "--file", join(folder, dockerfile)],
      ...["--output", `type=local,dest=${target}`, join(folder, context)],
    );
    ok(!failed, all);
    return filesBelow(target);
  };
  const stage = () =>
    stageContext({
      context: join(folder, "src"),
      dockerfile: join(folder, "src/Dockerfile"),
      stage: join(folder, "stage"),
    });

  for (const [what, text] of Object.entries(IGNORE_FILES)) {
    it(`where its ignore file names ${what}`, async () => {
      await writeFiles(join(folder, "src"), { Dockerfile: DOCKERFILE, ".dockerignore": text });
      const { context } = await stage();
      deepEqual(await filesBelow(context), await seenByBuildKit());
    });
  }

  it("where a Dockerfile has an ignore file of its own, beside the general one", async () => {
    await writeFiles(join(folder, "src"), {
      Dockerfile: DOCKERFILE,
      "Dockerfile.dockerignore": "*.md\n",
      ".dockerignore": "src\n",
    });
    const { context } = await stage();
    const seen = await seenByBuildKit();
    ok(seen.includes("src/main.rs") && !seen.includes("README.md"), seen.join(", "));
    deepEqual(await filesBelow(context), seen);
    deepEqual(
      await seenByBuildKit("stage/context", "stage/Dockerfile"),
      seen,
      "nor is any lost in the build",
    );
  });

  for (const text of ["!", "[", "a[b"]) {
    it(`refuses ${text}, as BuildKit does, and names the file`, async () => {
      await writeFiles(join(folder, "src"), { Dockerfile: DOCKERFILE, ".dockerignore": text });
      const { failed } = await builders.buildx("build", "--builder", "judge", join(folder, "src"));
      equal(failed, true);
      const error = await stage().catch((error: unknown) => error);
      match(String(error), /src\/\.dockerignore contains an invalid pattern/);
    });
  }
});

async function filesBelow(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}
