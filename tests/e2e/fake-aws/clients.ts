import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";

/** The service clients of one region. */
export interface Clients {
  readonly region: string;
  readonly ecr: ECRClient;
  /** IAM is one for all regions; the client asks the same endpoint from each. */
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/** Endpoint, credentials and attempts come from the AWS_* environment variables. */
export function clientsIn(region: string): Clients {
  return {
    region,
    ecr: new ECRClient({ region }),
    iam: new IAMClient({ region }),
    sts: new STSClient({ region }),
  };
}
