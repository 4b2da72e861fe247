import { randomBytes } from "node:crypto";
import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Secrets of a test, by the place where each is planted. None is planted twice. */
export class Canaries {
  private readonly planted = new Map<string, string>();

  /** A new secret for a place. Its characters are written otherwise in an address, and in JSON inside JSON. */
  plant(place: string): string {
    return this.add(place, `canary/${place}+${randomBytes(12).toString("hex")}=`);
  }

  /** A secret that somebody else made. */
  add(place: string, secret: string): string {
    this.planted.set(`${place} ${this.planted.size}`, secret);
    return secret;
  }

  get places(): readonly string[] {
    return [...this.planted.keys()];
  }

  /** The places of the secrets that are in a text or file, plain, in base64, in hex or as in an address; compressed or not. */
  in(content: string | Buffer): string[] {
    const bytes = unpacked(Buffer.from(content));
    return [...this.planted].flatMap(([place, secret]) =>
      formsOf(secret).some((form) => bytes.includes(form)) ? [place] : [],
    );
  }

  /** The same for every file below a folder: `FILE: PLACE`. What `isLeftOut` names is not looked into. */
  async inFolder(folder: string, isLeftOut: (path: string) => boolean = () => false): Promise<string[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const found = await Promise.all(
      entries.map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        if (isLeftOut(path) || entry.isDirectory()) return [];
        const content = entry.isSymbolicLink() ? await readlink(path) : await readFile(path);
        return this.in(content).map((place) => `${path}: ${place}`);
      }),
    );
    return found.flat();
  }
}

/** A layer of an image, a log that was put away. */
function unpacked(content: Buffer): Buffer {
  return content.subarray(0, 2).equals(Buffer.of(0x1f, 0x8b)) ? gunzipSync(content) : content;
}

/** How a secret may be written. In base64 it looks one of three ways, by what stands before it. */
export function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.from("?".repeat(before) + secret).toString("base64url");
    // The first and last characters also hold bits of the neighbours.
    return text.slice(
      Math.ceil((before * 4) / 3),
      Math.floor(((before + Buffer.byteLength(secret)) * 4) / 3),
    );
  });
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("hex"),
    ...base64,
    ...base64.map((text) => text.replaceAll("-", "+").replaceAll("_", "/")),
  ];
}
