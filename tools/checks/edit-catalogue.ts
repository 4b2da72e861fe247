/** The text of systems/index.ts without one system: neither its import nor its place in the list. */
export function withoutSystem(text: string, name: string): string {
  const found = new RegExp(`^import \\{ (\\w+) \\} from "\\./${name}/index\\.js";\\n`, "m").exec(text);
  const [line, variable] = found ?? [];
  if (line === undefined || variable === undefined) throw new Error(`no import of ./${name}/index.js`);
  return text.replace(line, "").replace(new RegExp(`\\b${variable}\\b(?:, )?`), "");
}

/** The text of systems/index.ts with one system more, as its first. */
export function withSystem(text: string, name: string, variable: string): string {
  return `import { ${variable} } from "./${name}/index.js";\n${text.replace("= [", `= [${variable}, `)}`;
}
