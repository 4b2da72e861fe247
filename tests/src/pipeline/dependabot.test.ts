import assert from "node:assert/strict";
import { parse } from "yaml";
import { renderDependabot } from "../../../src/pipeline/dependabot.js";

describe("dependabot.yml", () => {
  it("names its source, and asks each week for releases that are a week old, small steps together", () => {
    assert.equal(
      renderDependabot(
        [
          { ecosystem: "github-actions", directories: ["/"] },
          { ecosystem: "docker", directories: ["/", "/services/auth"] },
        ],
        "shop",
      ),
      `# Made by Slipway from systems/shop/. What is changed here is lost when it is made again:
# change it there, then run \`npx slipway render shop\`.

version: 2
updates:
  - package-ecosystem: github-actions
    directories: [/]
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
    groups:
      minor-and-patch:
        update-types: [minor, patch]

  - package-ecosystem: docker
    directories: [/, /services/auth]
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
    groups:
      minor-and-patch:
        update-types: [minor, patch]
`,
    );
  });

  it("keeps any name of a folder as it is", () => {
    const directories = ["/a, b", "/[x]", "/no", "/with: colon", "/#"] as const;
    const { updates } = parse(renderDependabot([{ ecosystem: "npm", directories }], "shop")) as {
      updates: { directories: string[] }[];
    };
    assert.deepEqual(updates[0]?.directories, directories);
  });
});
