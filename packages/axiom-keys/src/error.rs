/// What is wrong with a key. No text ever holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The password does not open the file.
    #[error("the password does not open the key {name}: try again (a forgotten password cannot be recovered; the key can be, from its words)")]
    WrongPassword {
        /// Name of the key.
        name: String,
    },
    /// There is no such key.
    #[error("there is no key {name}; there are: {known}")]
    NoSuchKey {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A key of that name is there already.
    #[error("there is a key {name} already: take another name, or remove that one first")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// No name for a key.
    #[error("{name:?} cannot name a key: take 1 to 32 small letters, digits, '-' or '_', beginning with a letter")]
    BadName {
        /// The name.
        name: String,
    },
    /// A password that is too short.
    #[error("the password has {length} characters: take at least 8")]
    ShortPassword {
        /// Its length.
        length: usize,
    },
    /// Words that are no mnemonic.
    #[error("these words are no key: {why}")]
    BadWords {
        /// What is wrong; never a word itself.
        why: String,
    },
    /// Bytes that are no secret key.
    #[error("this is no secret key: expected 64 hexadecimal digits below the order of secp256k1")]
    BadSecret,
    /// No address.
    #[error("{address:?} is no address: {why}")]
    BadAddress {
        /// The text.
        address: String,
        /// What is wrong.
        why: String,
    },
    /// An address that is only watched has no secret.
    #[error(
        "{name} is only watched: there is no secret of it here. Import it with its words to sign"
    )]
    OnlyWatched {
        /// Name of the key.
        name: String,
    },
    /// A file that is no key file.
    #[error("{path} is damaged: {why}. Import the key again from its words, or put a copy of the file back")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// A file cannot be read or written.
    #[error("{path}: {why}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        why: String,
    },
    /// The system's keychain does not answer.
    #[error("the system's keychain does not answer: {why}")]
    NoKeychain {
        /// What it said.
        why: String,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {why}")]
    NoRandom {
        /// What the system said.
        why: String,
    },
}
