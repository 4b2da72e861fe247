import assert from "node:assert/strict";
import { SoftwareSystem } from "../../components/software-system.js";
import { buildsOf, shop } from "./builds.js";
import { logsOf, useMocks } from "./mocks.js";
import { resolved } from "../src/plan/fixtures.js";

describe("SoftwareSystem", () => {
  /** What is said of the builds of a base and an application, changed so. */
  const said = async (changes: object, builder = "remote") => {
    await useMocks();
    const [base, app] = buildsOf({ builder });
    assert.ok(base && app);
    const builds = [base, { ...app, staged: { ...app.staged, ...changes } }];
    return logsOf(() => new SoftwareSystem("shop", { system: resolved(shop), builds }));
  };
  const fix = (file: string) =>
    `Fix: add a line ${file} to Dockerfile.dockerignore if there is one, else to .dockerignore.`;

  for (const [title, changes, builder, ...messages] of [
    ["says nothing of sources without secrets or git's folder", {}, "remote"],
    [
      "names what may hold secrets, and where to leave it out (pain 16)",
      { secretFiles: ["web/.env"] },
      "remote",
      `warning: The build of image app can see web/.env, which may contain secrets: a COPY of everything would publish them. ${fix("web/.env")}`,
    ],
    [
      "names the image that is built from git's folder, and where to leave it out",
      { holdsGit: true },
      "remote",
      `warning: The build of image app includes .git, which differs between two clones of one commit, so the image differs, too. ${fix(".git")}`,
    ],
    [
      "tells where Docker's own engine shows why a build failed",
      {},
      "default",
      "info: Docker's own engine builds shop-base, shop-app. If a build fails, Pulumi shows only its exit status; `docker buildx history logs` shows why.",
    ],
  ] satisfies [string, object, string, ...string[]][]) {
    it(title, async () => {
      assert.deepEqual(await said(changes, builder), messages);
    });
  }
});
