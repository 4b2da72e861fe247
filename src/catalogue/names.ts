/** The grammars of the names that registries and GitHub accept. */

const REPOSITORY = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const OWNER = /^[A-Za-z\d](?:-?[A-Za-z\d]){0,38}$/;

/** Whether ECR and the distribution specification accept a repository name: lower case, 2 to 256 characters. */
export function isRepositoryName(name: string): boolean {
  return name.length >= 2 && name.length <= 256 && REPOSITORY.test(name);
}

/** Whether it is a legal tag: up to 128 letters, digits, `_`, `.` and `-`, not starting with `.` or `-`. */
export function isTag(tag: string): boolean {
  return TAG.test(tag);
}

/** Whether GitHub accepts it as a user or organisation: up to 39 letters, digits and single inner hyphens, any case. */
export function isOwner(owner: string): boolean {
  return OWNER.test(owner);
}

/** Whether `tag` matches a pattern in which `*` stands for any characters, as in ECR's `tagPatternList`. */
export function matchesPattern(tag: string, pattern: string): boolean {
  const source = pattern.split("*").map((part) => part.replace(/[.\-+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`, "s").test(tag);
}

/** Name of a package on GHCR. It starts with the owner in lower case, because registries reject upper case. */
export function ghcrRepository(owner: string, repository: string): string {
  return `${owner.toLowerCase()}/${repository}`;
}

/** Host of an account's ECR registry in a region. China has its own domain. */
export function ecrHost(accountId: string, region: string): string {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `${accountId}.dkr.ecr.${region}.${domain}`;
}

/** The AWS partition of a region, as in ARNs. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Whether GitHub accepts it as the name of a repository: up to 100 letters, digits, `.`, `_` and `-`, any case. */
export function isGithubRepositoryName(name: string): boolean {
  return /^[\w.-]{1,100}$/.test(name) && name !== "." && name !== "..";
}

/** Whether IAM accepts it as the name of a role. */
export function isRoleName(name: string): boolean {
  return /^[\w+=,.@-]{1,64}$/.test(name);
}
