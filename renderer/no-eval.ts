// The content security policy forbids eval; zod would try it, and be reported, unless configured before its first schema.
import { config } from 'zod';

config({ jitless: true });
