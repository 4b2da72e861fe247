import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { imageDrift } from "../../../../src/delivery/drift/check-image.js";
import { temporaryFolder } from "../temporary-folder.js";
import { image, resolved, system } from "../../plan/fixtures.js";

const app = {
  versionArgs: ["RUNTIME_IMAGE"],
  sourceVersionArg: "REVISION",
  buildArgs: { BUILDKIT_INLINE_CACHE: "1" },
  target: "Final",
  base: { image: "base", name: "shop-base:latest", buildCommand: "make base" },
};
const DOCKERFILE = `ARG BASE_IMAGE=shop-base:latest
ARG RUNTIME_IMAGE=debian:12
FROM \${BASE_IMAGE} AS builder
FROM \${RUNTIME_IMAGE} AS final
ARG REVISION=dev
`;
const where = "shop/app, Dockerfile";

/** The problems of a checkout with these files, as `where | expected | found | fix`. */
function drift(files: Readonly<Record<string, string>>, more: Parameters<typeof image>[0] = app): string[] {
  const checkout = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(checkout, name), text);
  const shop = system({
    versions: { RUNTIME_IMAGE: "debian:12" },
    images: [image({ id: "base", repository: "shop-base" }), image(more)],
  });
  return resolved(shop)
    .images.filter(({ spec }) => spec.id === "app")
    .flatMap(({ spec }) => imageDrift(checkout, "shop", spec))
    .map((one) => [one.where, one.expected, one.found, one.fix].join(" | ").replace(checkout, "CHECKOUT"));
}

describe("imageDrift", () => {
  for (const [what, files, more, expected] of [
    ["nothing in a Dockerfile with all that the catalogue names", { Dockerfile: DOCKERFILE }, app, []],
    [
      "a Dockerfile and a context that are not there",
      {},
      { context: "app" },
      [
        "shop/app, context | the folder app in CHECKOUT | none | correct context in the catalogue, or check out a commit that has it",
        "shop/app, dockerfile | the file Dockerfile in CHECKOUT | none | correct dockerfile in the catalogue, or check out a commit that has it",
      ],
    ],
    [
      "a Dockerfile that has no FROM, and looks no further",
      { Dockerfile: "FRM debian:12\n" },
      app,
      [`${where} | a FROM instruction | none | correct the file, or dockerfile in the catalogue`],
    ],
    [
      "arguments, a stage and a base that a Dockerfile does not have, all at once",
      { Dockerfile: "ARG RUNTIME=debian:12\nFROM ${RUNTIME} AS other\n" },
      app,
      [
        ...["RUNTIME_IMAGE", "REVISION"].map(
          (name) =>
            `${where} | ARG ${name}, which the catalogue passes | ARG RUNTIME | declare it in the stage that reads it, or remove ${name} from the catalogue`,
        ),
        `${where} | a stage named Final, the catalogue's target | stages other, 0 | name a stage with \`FROM … AS\`, or correct target in the catalogue`,
        `${where} | a FROM that names shop-base:latest, or an ARG with that default | FROM debian:12 | build on the base, or correct base in the catalogue`,
      ],
    ],
    [
      "a Cargo.toml that is optimised otherwise than the Dockerfile says (G13)",
      {
        Dockerfile: `${DOCKERFILE}ENV CARGO_PROFILE_RELEASE_STRIP=true\n`,
        "Cargo.toml": "[profile.release]\nstrip = false\n",
      },
      app,
      [
        `${where}, Cargo.toml | strip = true in [profile.release], as in ENV CARGO_PROFILE_RELEASE_STRIP | strip = false | use one value for both: the variable applies in the image, the file everywhere else`,
      ],
    ],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.deepEqual(drift(files, more), expected);
    });
  }
});
