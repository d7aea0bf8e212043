//! Whatever happens to a cache, what it gives is what was put into it, or nothing.

use super::*;
use crate::article::{Markup, Overrides};
use crate::reading::Memo;
use crate::workspace::{Loader, Role};
use std::io::{self, Write};

const PROGRAM: u128 = 7;

fn packed(n: u8) -> Packed {
    Packed::from_parts(&vec![n; 5 + n as usize], &[n, n ^ 0x55, 0])
}

/// A cache of the entries `0..count` as it is on disk.
fn stored(folder: &Path, count: u8) -> PathBuf {
    let cache = Cache::open(folder.to_owned(), PROGRAM);
    (0..count).for_each(|n| drop(cache.put(n.into(), &packed(n))));
    cache.store(true);
    packs(folder).pop().unwrap()
}

fn packs(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The entries that a folder gives; all of them are right.
fn given(folder: &Path, most: u8) -> usize {
    let cache = Cache::open(folder.to_owned(), PROGRAM);
    let known = |n: &u8| match cache.get((*n).into()) {
        Some(found) => {
            assert_eq!(found, packed(*n));
            true
        }
        None => false,
    };
    let count = (0..most).filter(known).count();
    assert_eq!(cache.lock().entries.len(), count, "an entry that nobody put there");
    count
}

#[test]
fn what_was_put_is_there_for_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    stored(folder.path(), 4);
    assert_eq!(given(folder.path(), 4), 4);
}

#[test]
fn of_a_pack_that_ends_at_any_byte_the_whole_entries_are_left() {
    let folder = tempfile::tempdir().unwrap();
    let pack = stored(folder.path(), 4);
    let bytes = std::fs::read(&pack).unwrap();
    let mut seen = Vec::new();
    for length in 0..=bytes.len() {
        std::fs::write(&pack, &bytes[..length]).unwrap();
        seen.push(given(folder.path(), 4));
    }
    assert!(seen.is_sorted() && seen[0] == 0 && seen[bytes.len() - 1] == 3 && seen[bytes.len()] == 4, "{seen:?}");
}

#[test]
fn a_flipped_bit_anywhere_costs_entries_and_changes_none() {
    let folder = tempfile::tempdir().unwrap();
    let pack = stored(folder.path(), 3);
    let bytes = std::fs::read(&pack).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut broken = bytes.clone();
            broken[at] ^= 1 << bit;
            std::fs::write(&pack, broken).unwrap();
            assert!(given(folder.path(), 3) < 3, "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn a_damaged_cache_is_whole_again_after_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let pack = stored(folder.path(), 4);
    let bytes = std::fs::read(&pack).unwrap();
    std::fs::write(&pack, &bytes[..bytes.len() - 1]).unwrap();
    let cache = Cache::open(folder.path().to_owned(), PROGRAM);
    let missing: Vec<u8> = (0..4).filter(|n| cache.get((*n).into()).is_none()).collect();
    missing.iter().for_each(|&n| drop(cache.put(n.into(), &packed(n))));
    cache.store(true);
    assert_eq!((missing, given(folder.path(), 4)), (vec![3], 4));
}

#[test]
fn another_version_of_the_program_finds_nothing_and_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    let pack = stored(folder.path(), 4);
    let other = Cache::open(folder.path().to_owned(), PROGRAM + 1);
    assert!((0..4u8).all(|n| other.get(n.into()).is_none()));
    other.put(0, &packed(9));
    other.store(true);
    assert!(pack.is_file());
    assert_eq!(given(folder.path(), 4), 4);
}

#[test]
fn processes_that_write_at_once_keep_what_each_of_them_read() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for process in 0..4u8 {
            let folder = folder.path();
            scope.spawn(move || {
                for round in 0..5u8 {
                    let cache = Cache::open(folder.to_owned(), PROGRAM);
                    let own = 4 * round + process;
                    cache.put(own.into(), &packed(own));
                    cache.store(false);
                }
            });
        }
    });
    assert_eq!(given(folder.path(), 20), 20);
    // One of them now needs all of it, and writes it as one.
    let cache = Cache::open(folder.path().to_owned(), PROGRAM);
    assert!((0..20u8).all(|n| cache.get(n.into()).is_some()));
    cache.store(true);
    assert_eq!((packs(folder.path()).len(), given(folder.path(), 20)), (1, 20));
}

#[test]
fn what_is_no_longer_in_use_is_left_out_in_the_end() {
    let folder = tempfile::tempdir().unwrap();
    stored(folder.path(), 200);
    let cache = Cache::open(folder.path().to_owned(), PROGRAM);
    (0..50u8).for_each(|n| assert!(cache.get(n.into()).is_some()));
    cache.store(true);
    assert_eq!(given(folder.path(), 200), 50);
}

/// A disk that takes so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 && !bytes.is_empty() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_disk_that_is_full_at_any_byte_is_an_error_and_no_pack() {
    let folder = tempfile::tempdir().unwrap();
    let size = std::fs::read(stored(folder.path(), 3)).unwrap().len();
    let entries: Vec<_> = (0..3u8).map(|n| (Key::from(n), packed(n))).collect();
    let entries: Vec<_> = entries.iter().map(|(key, packed)| (*key, packed)).collect();
    let write_to = |mut out: Full| -> io::Result<()> {
        pack::write_header(&mut out, PROGRAM)?;
        entries.iter().try_for_each(|(key, packed)| pack::write_entry(&mut out, *key, packed).map(drop))
    };
    assert!((0..size).all(|room| write_to(Full(room)).is_err()));
    assert!(write_to(Full(size)).is_ok());
    // A folder that cannot be made: nothing is lost, and what was read stays known.
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let cache = Cache::open(file.join("cache"), PROGRAM);
    cache.put(1, &packed(1));
    cache.store(true);
    assert_eq!(cache.get(1), Some(packed(1)));
}

#[test]
fn what_was_put_is_read_from_the_pack_before_and_after_that_has_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(folder.path().to_owned(), PROGRAM);
    let stored: Vec<Packed> = (0..9).map(|n| cache.put(n.into(), &packed(n))).collect();
    let are_right = || (0..).zip(&stored).all(|(n, stored)| *stored == packed(n));
    assert!(are_right());
    cache.store(false);
    assert!(are_right() && cache.waiting() == 0);
    packs(folder.path()).iter().for_each(|path| std::fs::write(path, "").unwrap());
    assert!((0..).zip(&stored).all(|(n, stored)| *stored != packed(n) && !stored.is_readable()));
    // Never finished, it leaves nothing.
    let cache = Cache::open(folder.path().to_owned(), PROGRAM);
    cache.put(20, &packed(20));
    assert_eq!(packs(folder.path()).len(), 2);
    drop(cache);
    assert_eq!(packs(folder.path()).len(), 1);
}

#[test]
fn a_pack_that_nobody_finished_is_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let pack = stored(folder.path(), 2);
    std::fs::rename(&pack, pack.with_extension("part")).unwrap();
    assert_eq!(given(folder.path(), 2), 0);
}

#[test]
fn a_reading_is_named_by_all_that_it_depends_on() {
    let cache = Cache::open(PathBuf::new(), PROGRAM);
    let desk = crate::workspace::Desk::default();
    let file = |role, date: Option<&str>| {
        let mut file = desk.file("a.txt".into(), role);
        let date = date.and_then(|d| d.parse::<jiff::civil::Date>().ok()).map(Into::into);
        file.overrides = Overrides { date, ..Overrides::default() };
        file
    };
    let plain = file(Role::Article(Markup::Plain), None);
    let settings = Settings { aliases: vec![vec!["ISIS".into(), "ISIL".into()]], ..Settings::default() };
    let keys = [
        cache.key(b"a", &plain, &Settings::default()),
        cache.key(b"b", &plain, &Settings::default()),
        cache.key(b"a", &plain, &settings),
        cache.key(b"a", &file(Role::Article(Markup::Markdown), None), &Settings::default()),
        cache.key(b"a", &file(Role::Article(Markup::Plain), Some("2026-03-01")), &Settings::default()),
        Cache::open(PathBuf::new(), PROGRAM + 1).key(b"a", &plain, &Settings::default()),
    ];
    assert_eq!(keys.iter().collect::<FxHashSet<_>>().len(), keys.len());
    assert_eq!(keys[0], cache.key(b"a", &plain, &Settings::default()));
}

#[test]
fn a_corpus_from_the_cache_has_the_findings_of_one_that_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood");
    let desk = crate::workspace::Desk::marked(&example);
    let files = desk.membership.as_ref().unwrap().walk(&mut Vec::new());
    let files: Vec<_> = files.into_iter().map(|(path, role)| desk.file(path, role)).collect();
    let loaded = |cache: &Cache| {
        let mut corpus = desk.corpus.clone();
        corpus.extend(Loader { settings: corpus.settings(), cache, memo: &Memo::default() }.load(
            &files,
            &|| {},
            &mut Vec::new(),
        ));
        let selection = &desk.configuration.selection;
        let findings = corpus.ids().into_iter().flat_map(|id| crate::checks::check(&corpus, id, selection));
        format!("{:#?}", findings.collect::<Vec<_>>())
    };
    let read = loaded(&Cache::none());
    assert!(read.contains("figure-conflict"));
    let cache = Cache::open(folder.path().to_owned(), PROGRAM);
    assert_eq!(loaded(&cache), read);
    assert!(cache.waiting() >= 10);
    cache.store(true);
    let again = Cache::open(folder.path().to_owned(), PROGRAM);
    assert_eq!(loaded(&again), read);
    assert_eq!(again.waiting(), 0);
}

/// The example corpus read with a cache in `folder`, and its index written there.
fn indexed(folder: &Path) -> (Corpus, Cache) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood");
    let desk = crate::workspace::Desk::marked(&example);
    let files = desk.membership.as_ref().unwrap().walk(&mut Vec::new());
    let files: Vec<_> = files.into_iter().map(|(path, role)| desk.file(path, role)).collect();
    let cache = Cache::open(folder.to_owned(), PROGRAM);
    let mut corpus = Corpus::new(desk.corpus.settings().as_ref().clone());
    let loader = Loader { settings: &desk.corpus.settings().clone(), cache: &cache, memo: &Memo::default() };
    corpus.extend(loader.load(&files, &|| {}, &mut Vec::new()));
    cache.store(true);
    assert!(cache.write_index(folder, &corpus).unwrap() >= 10);
    (corpus, cache)
}

fn findings(corpus: &Corpus) -> String {
    let of = |id| crate::checks::check(corpus, id, &crate::checks::Selection::default());
    let shown = |finding: crate::checks::Finding| {
        let path = corpus.path(finding.location.document).unwrap();
        format!("{path} {} {:?} {}", finding.rule.code, finding.location.span, finding.message)
    };
    let mut all: Vec<String> = corpus.ids().into_iter().flat_map(of).map(shown).collect();
    all.sort();
    all.join("\n")
}

#[test]
fn an_index_fits_as_long_as_it_has_most_of_the_corpus_and_all_of_its_packs() {
    let folder = tempfile::tempdir().unwrap();
    let (_, cache) = indexed(folder.path());
    let index = SavedIndex::open(folder.path(), PROGRAM).unwrap();
    let all = index.len();
    assert!(cache.fits(folder.path(), &index, all, all) && cache.fits(folder.path(), &index, all + 1, all));
    assert!(!cache.fits(folder.path(), &index, 2 * all, all) && !cache.fits(folder.path(), &index, 2, 2));
    let anew = Cache::open(tempfile::tempdir().unwrap().path().to_owned(), PROGRAM);
    assert!(!anew.fits(folder.path(), &index, all, all), "its packs are not there");
}

#[test]
fn a_corpus_taken_from_the_index_has_the_findings_of_the_one_it_was_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, first) = indexed(folder.path());
    let cache = Cache::open_indexed(folder.path().to_owned(), PROGRAM);
    let index = cache.index().unwrap();
    let articles = corpus.ids().into_iter().zip(index.articles()).map(|(id, (name, _))| crate::corpus::SavedArticle {
        number: index.numbers(*name)[0],
        path: corpus.path(id).unwrap().clone(),
        name: *name,
        packed: cache.get(*name).unwrap(),
    });
    let articles: Vec<_> = articles.collect();
    assert!(articles.iter().all(|article| first.get(article.name).as_ref() == Some(&article.packed)));
    let mut back = Corpus::new(corpus.settings().as_ref().clone());
    assert!(back.extend_saved(articles, index.len(), &|section| index.read(section)));
    assert!(findings(&corpus).contains("figure-conflict"));
    assert_eq!(findings(&back), findings(&corpus));
    assert!(cache.packs_are_whole());
}

#[test]
fn an_index_that_is_cut_or_changed_at_any_byte_is_none_or_says_so() {
    let folder = tempfile::tempdir().unwrap();
    indexed(folder.path());
    let path = folder.path().join("corpus.index");
    let bytes = std::fs::read(&path).unwrap();
    let is_whole = || {
        let index = SavedIndex::open(folder.path(), PROGRAM);
        index.is_some_and(|index| crate::corpus::sections(index.len()).all(|section| index.read(section).is_some()))
    };
    assert!(is_whole() && SavedIndex::open(folder.path(), PROGRAM + 1).is_none());
    for at in (0..bytes.len()).step_by(bytes.len() / 200).chain(bytes.len() - 48..bytes.len()) {
        let mut broken = bytes.clone();
        broken[at] ^= 1 << (at % 8);
        std::fs::write(&path, &broken).unwrap();
        assert!(!is_whole(), "byte {at} changed");
        std::fs::write(&path, &bytes[..at]).unwrap();
        assert!(!is_whole(), "cut at byte {at}");
    }
}

#[test]
fn an_index_is_believed_only_beside_its_packs_and_they_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    indexed(folder.path());
    let pack = packs(folder.path()).into_iter().find(|path| path.extension().is_some_and(|e| e == "pack")).unwrap();
    let bytes = std::fs::read(&pack).unwrap();
    let open = || Cache::open_indexed(folder.path().to_owned(), PROGRAM);
    // New packs beside it are read.
    let other = open();
    other.put(5, &packed(5));
    other.store(false);
    assert!(open().index().is_some() && open().get(5) == Some(packed(5)));
    std::fs::write(&pack, &bytes[1..]).unwrap();
    assert!(open().index().is_none());
    let mut broken = bytes.clone();
    broken[bytes.len() / 2] ^= 4;
    std::fs::write(&pack, broken).unwrap();
    let cache = open();
    assert!(cache.index().is_some() && !cache.packs_are_whole());
    // It is gone, and what is right is left.
    let left = open();
    assert!(left.index().is_none() && left.get(5) == Some(packed(5)));
}
