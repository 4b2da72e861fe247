/**
 * Files in which tools keep secrets, by their usual names. Examples of them, such as `.env.example`, hold none; nor
 * does `.npmrc` have to, but where it does, every image that copies all of its sources gives it away.
 */
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$|dist$)[^/]*)?|\.npmrc|\.netrc|\.pypirc|\.git-credentials|\.cargo\/credentials(?:\.toml)?|\.docker\/config\.json|\.aws\/credentials|id_(?:rsa|dsa|ecdsa|ed25519))$/;

/** Whether a file most often holds secrets, by its path with `/` (pain 16). */
export function isSecretFile(path: string): boolean {
  return SECRET_FILE.test(path);
}
