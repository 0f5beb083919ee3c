drop table enrichment_proposals;
