import * as v from "valibot";
import { Region } from "@pulumi/aws/types/enums";
import { isUnknown, type Properties } from "./properties.js";

// What is here is honoured, or has no meaning for a service that checks no credentials; anything else is refused.
const ignored = ["version", "accessKey", "secretKey", "token", "profile"];
const ignoredFlags = [
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRequestingAccountId",
  "skipRegionValidation",
];

/** A fault in the provider's own configuration. */
export interface ConfigurationFailure {
  readonly property: string;
  readonly reason: string;
}

/** Every fault of a provider's configuration, in the real provider's words where it has some. */
export function configurationFailures(given: Properties): ConfigurationFailure[] {
  const failures: ConfigurationFailure[] = [];
  for (const key of Object.keys(given)) {
    if (key !== "region" && ![...ignored, ...ignoredFlags].includes(key)) {
      failures.push({
        property: key,
        reason: `the fake AWS provider does not know the setting "${key}"`,
      });
    }
  }
  const region = regionOf(given);
  if (region === undefined) {
    failures.push({ property: "region", reason: 'Missing required configuration variable "aws:region"' });
  } else if (
    !isUnknown(region) &&
    given["skipRegionValidation"] !== "true" &&
    !v.is(v.enum(Region), region)
  ) {
    // The real provider finds out when it calls the region's own endpoint; moto answers for every name.
    failures.push({ property: "region", reason: `invalid AWS Region: ${region}` });
  }
  return failures;
}

/** The region from the configuration, else from the environment as AWS's own tools read it. */
export function regionOf(given: Properties): string | undefined {
  const region = given["region"];
  return typeof region === "string" && region !== ""
    ? region
    : (process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"]);
}
