/** FNV-1a of the bytes, 64 bits, as 16 hexadecimal digits. Names files by what is in them; not for secrets. */
export function fingerprint(bytes: Uint8Array): string;
