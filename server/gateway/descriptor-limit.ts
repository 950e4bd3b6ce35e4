import { z } from 'zod';

/** Where the system has no such limit, as on Windows. */
const WITHOUT_A_LIMIT = 65_536;

const report = z.object({
  userLimits: z.object({ open_files: z.object({ soft: z.union([z.number(), z.string()]) }) }),
});

/** How many files and sockets this process may have open at once. */
export function descriptorLimit(): number {
  // Else it looks up the names of all peers. It is missing in the types of Node 24.
  Object.assign(process.report, { excludeNetwork: true });
  const parsed = report.safeParse(process.report.getReport());
  const soft = parsed.success ? Number(parsed.data.userLimits.open_files.soft) : Number.NaN;
  return Number.isInteger(soft) ? Math.min(soft, WITHOUT_A_LIMIT) : WITHOUT_A_LIMIT;
}
