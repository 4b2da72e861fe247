import type { Problem } from "../problems/problem.js";
import { isThisMachine } from "./this-machine.js";

/** What HTTP takes in a header, and every kind of GitHub's tokens is made of. */
const TOKEN = /^[\x21-\x7e]+$/;

/** What is wrong with the address of an interface of GitHub's, which `where` names. On this machine, http will do. */
export function addressProblems(where: string, address: string): Problem[] {
  if (isSafeAddress(address)) return [];
  return [
    {
      where,
      expected: "an address that begins with https://, because a token is sent to it",
      found: JSON.stringify(address),
      fix: "correct it, or unset it",
    },
  ];
}

/** Whether what is sent there can be read by nobody on the way. */
export function isSafeAddress(address: string): boolean {
  // URL would read `https:/host` and `https://` with a path behind it as if they were whole.
  if (!/^https?:\/\/[^/]/.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || isThisMachine(hostname);
}

/**
 * What is wrong with a token, which `where` names. It is not shown, and is found here because Node's `fetch` would show
 * it: its error about an illegal header has the header in it.
 */
export function tokenProblems(where: string, token: string): Problem[] {
  // What fetch leaves out of a header: these four at its end, and no other white space.
  if (TOKEN.test(token.replace(/[\t\n\r ]+$/, ""))) return [];
  return [
    {
      where,
      expected: "a token, without spaces, line breaks or letters beyond ASCII",
      found: "something else, which is not shown, because it may be a secret",
      fix: "copy the token again, alone and whole",
    },
  ];
}
