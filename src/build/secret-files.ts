/**
 * Usual names of files with secrets. Examples such as `.env.example` contain none. `.npmrc` may contain none, but if it
 * does, every image that copies all sources exposes it.
 */
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$|dist$)[^/]*)?|\.npmrc|\.netrc|\.pypirc|\.git-credentials|\.cargo\/credentials(?:\.toml)?|\.docker\/config\.json|\.aws\/credentials|id_(?:rsa|dsa|ecdsa|ed25519))$/;

/** Whether a file usually contains secrets, by its path with `/` (pain 16). */
export function isSecretFile(path: string): boolean {
  return SECRET_FILE.test(path);
}
