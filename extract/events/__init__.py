"""What happened: trigger words, types and roles of events, and the pipeline that joins all steps of the extractor."""
