import assert from "node:assert/strict";
import { SoftwareSystem } from "../../components/software-system.js";
import { buildsOf, shop } from "./builds.js";
import { label, logsOf, settled, useMocks } from "./mocks.js";
import { resolved } from "../src/plan/fixtures.js";

describe("SoftwareSystem", () => {
  const declare = (builds = buildsOf({ builder: "remote" })) =>
    new SoftwareSystem("shop", { system: resolved(shop), builds });
  /** What is said of the builds of a base and an application, changed so. */
  const said = async (changes: object, builder = "remote") => {
    await useMocks();
    const [base, app] = buildsOf({ builder });
    assert.ok(base && app);
    return logsOf(() => declare([base, { ...app, staged: { ...app.staged, ...changes } }]));
  };
  const fix = (file: string) =>
    `Fix: add a line ${file} to Dockerfile.dockerignore if there is one, else to .dockerignore.`;

  it("makes a base and what is built on it one family, which waits for its repositories", async () => {
    const registered = await useMocks();
    declare();
    await settled();
    const family = registered.find((resource) => label(resource) === "BaseAndAppImages shop-base");
    assert.deepEqual(
      family?.options.dependsOn?.filter((name) => name.startsWith("Repository ")),
      ["Repository shop", "Repository shop-base"],
    );
  });

  it("says nothing of sources without secrets or git's folder, or of a builder whose messages Pulumi shows", async () => {
    assert.deepEqual(await said({}), []);
  });

  it("names what may hold secrets, and where to leave it out (pain 16)", async () => {
    assert.deepEqual(await said({ secretFiles: ["web/.env"] }), [
      `warning: The build of image app can see web/.env, which may contain secrets: a COPY of everything would publish them. ${fix("web/.env")}`,
    ]);
  });

  it("names the image that is built from git's folder, and where to leave it out", async () => {
    assert.deepEqual(await said({ holdsGit: true }), [
      `warning: The build of image app includes .git, which differs between two clones of one commit, so the image differs, too. ${fix(".git")}`,
    ]);
  });

  it("tells where Docker's own engine shows why a build failed", async () => {
    assert.deepEqual(await said({}, "default"), [
      "info: Docker's own engine builds shop-base, shop-app. If a build fails, Pulumi shows only its exit status; `docker buildx history logs` shows why.",
    ]);
  });
});
