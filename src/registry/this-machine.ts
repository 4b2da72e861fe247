import { BlockList, isIP } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

/** Whether a host, with a port or without, is this machine: `localhost`, `127.0.0.2:5055`, `[::1]`. Pure. */
export function isThisMachine(host: string): boolean {
  const [, bracketed, plain = ""] = /^(?:\[(.*)\]|([^:]*))(?::\d+)?$/.exec(host) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6 && loopback.check(bracketed, "ipv6");
  return plain === "localhost" || (isIP(plain) === 4 && loopback.check(plain));
}

/** An address on this machine, taken apart. */
export interface LocalAddress {
  /** `localhost`, `127.0.0.1`, `::1`. */
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port`; `undefined` where it is anything else, or not on this machine. Pure. */
export function localAddress(text: string): LocalAddress | undefined {
  const [, host = "", digits] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!isThisMachine(host) || !(port >= 1 && port <= 65535)) return undefined;
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port };
}
