// As `vite build` does with index.html: replaces %VITE_…% by what the environment has, and warns of what it has not.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const page = readFileSync("index.html", "utf8").replace(/%(VITE_\w+)%/g, (placeholder, name) => {
  const value = process.env[name];
  if (value !== undefined) return value;
  console.warn(`${placeholder} is not defined in the environment and stays as it is.`);
  return placeholder;
});
mkdirSync("dist", { recursive: true });
writeFileSync("dist/index.html", page);
