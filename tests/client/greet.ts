import { createClient } from '@/lib/client/create-client';

export async function greet(site: string, email: string, password: string): Promise<string> {
  const gate = createClient({ baseUrl: site });
  const answer = await gate.login({ email, password });
  return answer.ok ? `Hello ${answer.data.user.first_name}` : answer.problem.title;
}
