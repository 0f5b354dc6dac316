#!/usr/bin/perl
# Every block of Swift in the documents given must stand, line for line, in a snippet: so it compiles.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

sub text_of {
  my ($path) = @_;
  open(my $file, '<', $path) or die "$path: $!\n";
  local $/;
  return <$file>;
}

my %snippets = map { $_ => text_of($_) } glob('Snippets/*.swift');
my $failures = 0;
for my $document (@ARGV) {
  my $text = text_of($document);
  while ($text =~ /^```swift\n(.*?)^```$/msg) {
    my $block = $1;
    next if grep { index($snippets{$_}, $block) >= 0 } keys %snippets;
    my $line = 1 + (substr($text, 0, $-[0]) =~ tr/\n//);
    print "$document:$line: this block is in no snippet\n";
    $failures++;
  }
}
exit($failures ? 1 : 0);
