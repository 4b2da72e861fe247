import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { globSync } from "tinyglobby";
import ts from "typescript";

/** Project file → the project files that it imports, types included; `import-x/no-cycle` looks at values alone. */
function imports(): Map<string, readonly string[]> {
  const patterns = ["index.ts", "components/**/*.ts", "src/**/*.ts", "systems/**/*.ts", "tools/**/*.ts"];
  const files = globSync(patterns, { ignore: ["systems/*/sample/**"] });
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
      const targets = importedFiles.map(({ fileName }) =>
        path.join(path.dirname(file), fileName).replace(/\.js$/, ".ts"),
      );
      return [file, targets.filter((target) => files.includes(target))];
    }),
  );
}

/** The first circle of imports, in order; undefined where there is none. */
function circle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const cleared = new Set<string>();
  const search = (file: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(file)) return [...above.slice(above.indexOf(file)), file];
    if (cleared.has(file)) return undefined;
    for (const target of graph.get(file) ?? []) {
      const found = search(target, [...above, file]);
      if (found !== undefined) return found;
    }
    cleared.add(file);
    return undefined;
  };
  return [...graph.keys()].map((file) => search(file, [])).find((found) => found !== undefined);
}

describe("imports", () => {
  it("form no circle, types included", () => {
    const graph = imports();
    assert.ok((graph.get("index.ts") ?? []).includes("components/program.ts"));
    assert.equal(circle(graph), undefined);
    const closed = new Map([...graph, ["src/catalogue/image.ts", ["src/catalogue/system.ts"]]]);
    assert.notEqual(circle(closed), undefined);
  });
});
