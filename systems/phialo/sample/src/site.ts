import { fingerprint } from "@phialo/fingerprint";
import { marked } from "marked";

/** Files of the site by name, as text. */
export type Files = ReadonlyMap<string, string>;

/**
 * The site made of its sources: a page for each Markdown file; every other file as it is, with what is in it as part of
 * its name, so that browsers may keep it for ever.
 */
export function site(sources: Files): Files {
  const assets = [...sources].filter(([name]) => !name.endsWith(".md"));
  const named = assets.map(([name, text]) => [nameOf(name, text), text] as const);
  const styles = named.filter(([name]) => name.endsWith(".css")).map(([name]) => name);
  const pages = [...sources]
    .filter(([name]) => name.endsWith(".md"))
    .map(([name, text]) => [name.replace(/\.md$/, ".html"), page(text, styles)] as const);
  return new Map([...named, ...pages]);
}

function nameOf(name: string, text: string): string {
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}.${fingerprint(Buffer.from(text))}${name.slice(dot)}`;
}

function page(markdown: string, styles: readonly string[]): string {
  const links = styles.map((style) => `<link rel="stylesheet" href="${style}">\n`).join("");
  return `<!doctype html>\n${links}${marked.parse(markdown, { async: false })}`;
}
