import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CloudWithImages, startCloudWithImages, writeSources } from "./cloud.js";
import { Project } from "../local/project.js";

/** The system `blog`, with images that are also published under a version. */
const CATALOGUE_WITH_RELEASES = `
import { blog } from "./blog/index.js";

export const catalogue = [
  {
    ...blog,
    images: blog.images.map((image) => ({
      ...image,
      tags: [{ kind: "fixed", tag: "latest" }, { kind: "git-tag" }],
    })),
  },
];
`;

describe("immutable tags in ECR (user-pain 9)", () => {
  let cloud: CloudWithImages;
  let dev: Project;

  before(async () => {
    cloud = await startCloudWithImages();
    dev = await Project.ofStack("dev", cloud.environment);
    await writeFile(join(dev.folder, "systems", "index.ts"), CATALOGUE_WITH_RELEASES);
    await writeSources(dev.sources, "first");
    await dev.set("slipway:checkouts.blog", "sources");
    await dev.set("slipway:builder", cloud.builder);
    await dev.set("slipway:tagMutability", "immutable");
    await dev.set("slipway:release", "v1.0.0");
  });
  after(async () => {
    await dev.remove();
    await cloud.stop();
  });
  afterEach(() => {
    deepEqual(cloud.registry.refused, [], "nothing tried to leave this machine");
  });

  it("a release is published beside the tag that moves", async () => {
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(tagsOf("blog"), ["latest", "v1.0.0"]);
    deepEqual(tagsOf("blog-base"), ["latest", "v1.0.0"]);
  });

  it("the same content again, even by a stack that forgot it, pushes nothing and succeeds", async () => {
    const before = cloud.registry.pushes.length;
    await dev.forgetImages();
    const up = await dev.up();
    ok(up.succeeded, up.output);
    equal(up.changes.filter((change) => change.startsWith("create Image")).length, 3, "it did build again");
    deepEqual(cloud.registry.pushes.slice(before), []);
  });

  it("other content under the same version is a named error, and nothing is pushed", async () => {
    const before = cloud.registry.pushes.length;
    await writeSources(dev.sources, "second");
    const up = await dev.up();
    ok(!up.succeeded);
    match(up.output, /blog:v1\.0\.0 is immutable and already holds other content/);
    match(up.output, /slipway:release/, "the fix is named");
    doesNotMatch(up.output, /failed to push/, "found before the build");
    doesNotMatch(up.output, /^\s+at /m, "no stack trace");
    deepEqual(
      cloud.registry.pushes.slice(before).filter(({ repository }) => repository === "blog"),
      [],
    );
  });

  it("other content under a new version is published, and the old version stays what it was", async () => {
    const old = digestOf("blog", "v1.0.0");
    await dev.set("slipway:release", "v1.1.0");
    const up = await dev.up();
    ok(up.succeeded, up.output);
    deepEqual(tagsOf("blog"), ["latest", "v1.0.0", "v1.1.0"]);
    equal(digestOf("blog", "v1.0.0"), old);
    ok(digestOf("blog", "v1.1.0") !== old);
    equal(digestOf("blog", "latest"), digestOf("blog", "v1.1.0"));
  });

  function tagsOf(repository: string): string[] {
    const references = cloud.registry.pushes
      .filter((push) => push.repository === repository && !push.reference.startsWith("sha256:"))
      .map(({ reference }) => reference);
    return [...new Set(references)].toSorted();
  }

  function digestOf(repository: string, tag: string): string | undefined {
    return cloud.registry.pushes.findLast((push) => push.repository === repository && push.reference === tag)
      ?.digest;
  }
});
