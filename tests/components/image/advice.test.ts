import assert from "node:assert/strict";
import { buildHints, buildWarnings } from "../../../components/image/advice.js";
import { buildsOf } from "../builds.js";

describe("buildWarnings", () => {
  it("names what may hold secrets, and where to leave it out (pain 16)", () => {
    const [base, app] = buildsOf();
    assert.ok(base && app);
    assert.deepEqual(
      buildWarnings([base, { ...app, staged: { ...app.staged, secretFiles: ["web/.env"] } }]),
      [
        "The build of image app can see web/.env, which may contain secrets: a COPY of everything would publish them. " +
          "Fix: add a line web/.env to Dockerfile.dockerignore if there is one, else to .dockerignore.",
      ],
    );
  });

  it("has nothing to say of contexts without git's folder", () => {
    assert.deepEqual(buildWarnings(buildsOf()), []);
  });

  it("names the image that is built from git's folder, and where to leave it out", () => {
    const [base, app] = buildsOf();
    assert.ok(base && app);
    assert.deepEqual(buildWarnings([base, { ...app, staged: { ...app.staged, holdsGit: true } }]), [
      "The build of image app includes .git, which differs between two clones of one commit, so the image differs, too. " +
        "Fix: add a line .git to Dockerfile.dockerignore if there is one, else to .dockerignore.",
    ]);
  });
});

describe("buildHints", () => {
  it("has nothing to say of a builder whose messages Pulumi shows", () => {
    assert.deepEqual(buildHints(buildsOf({ builder: "remote" })), []);
  });

  it("tells where Docker's own engine shows why a build failed", () => {
    assert.deepEqual(buildHints(buildsOf({ builder: "default" })), [
      "Docker's own engine builds shop-base, shop-app. If a build fails, Pulumi shows only its exit status; `docker buildx history logs` shows why.",
    ]);
  });
});
