// Some tests count this process's open files, so no other may open any meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
