import { expect, test } from "vitest";
import type { TestCase, TestModule } from "vitest/node";
import { Watchdog } from "./watchdog.ts";

const [swift, stuck] = ["swift.test.ts", "stuck.test.ts"].map((moduleId) => ({ moduleId }) as TestModule);
const caseOf = (module: TestModule | undefined, fullName: string): TestCase => ({ module, fullName }) as TestCase;

test("names what is under way when nothing ends any more", async () => {
  const said = await new Promise<string>((resolve) => {
    const watchdog = new Watchdog({ patience: 1, onSilence: resolve });
    if (swift === undefined || stuck === undefined) throw new Error("no modules");
    watchdog.onTestModuleStart(swift);
    watchdog.onTestModuleStart(stuck);
    watchdog.onTestCaseReady(caseOf(stuck, "loops"));
    watchdog.onTestCaseResult(caseOf(swift, "ends"));
    watchdog.onTestModuleEnd(swift);
  });
  expect(said).toBe("\nNothing has ended for 0.001 s. Under way, as far as is known:\n  stuck.test.ts: “loops”");
});
