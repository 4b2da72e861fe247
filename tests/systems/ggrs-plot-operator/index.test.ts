import assert from "node:assert/strict";
import { ci, type CiOptions, ggrsPlotOperator } from "../../../systems/ggrs-plot-operator/index.js";
import { jobOf, renderedWorkflow, stepOf } from "../../src/pipeline/rendered.js";

/** The workflow by other choices; what it is without them is in tests/golden. */
function workflowWith(options: Partial<CiOptions>) {
  return renderedWorkflow(
    {
      ...ggrsPlotOperator,
      workflows: ([operator]) => [ci(operator, { failOnCritical: false, operatorTest: false, ...options })],
    },
    "ci.yml",
  );
}

describe("the choices of the GGRS plot operator's ci.yml", () => {
  it("stop on what is critical, after the findings were shown (G34)", () => {
    const { steps } = jobOf(workflowWith({ failOnCritical: true }), "scan");
    assert.deepEqual(
      steps.slice(-2).map(({ name }) => name),
      ["Upload findings to Security tab", "Fail on critical vulnerabilities with a fix"],
    );
    const { "exit-code": code, severity, version } = steps.at(-1)?.with ?? {};
    assert.deepEqual([code, severity, version], [1, "CRITICAL", "v0.70.0"]);
  });

  it("try the operator, with the secrets in one step alone (G35)", () => {
    const job = jobOf(workflowWith({ operatorTest: true }), "operator-test");
    assert.deepEqual([job.needs, job.environment, job.env], [["docker"], "tercen-test", undefined]);
    assert.deepEqual(stepOf(job, "Run operator").env, {
      IMAGE: "ghcr.io/tercen/ggrs_plot_operator@${{ needs.docker.outputs.digest }}",
      TERCEN_ENDPOINT: "${{ secrets.TERCEN_TEST_OPERATOR_URI }}",
      TERCEN_USERNAME: "${{ secrets.TERCEN_TEST_OPERATOR_USERNAME }}",
      TERCEN_PASSWORD: "${{ secrets.TERCEN_TEST_OPERATOR_PASSWORD }}",
    });
  });
});
