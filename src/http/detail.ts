/** What the document says of a route of administration, below its group. */
export function adminDetail(tag: string, operationId: string, summary: string, description?: string) {
  return { tags: [tag], security: [{ AdminKey: [] }], operationId, summary, description }
}
